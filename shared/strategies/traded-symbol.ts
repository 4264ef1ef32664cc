import type { Market } from '../markets/market.ts';
import type { Signal } from '../signals/signal.ts';
import type { Strategy } from './strategy.ts';

/** Stands for the symbol where neither the message nor the strategy names one. No exchange trades it. */
export const NO_SYMBOL = '*';

/**
 * What a signal means for this strategy: the symbol of the chart mapped to the one that is traded, or the strategy's own where it
 * names none, in the market of the symbol or else the strategy's. A command names what is traded already.
 */
export function tradedSymbol(
  {
    symbolMap,
    defaultMarket,
    defaultSymbol = NO_SYMBOL,
  }: Pick<Strategy, 'symbolMap' | 'defaultMarket' | 'defaultSymbol'>,
  { symbol, market = defaultMarket, dialect }: Signal,
): { market: Market; symbol: string } {
  if (symbol === undefined) return { market, symbol: defaultSymbol };
  return { market, symbol: dialect === COMMAND_DIALECT ? symbol : (symbolMap[symbol] ?? symbol) };
}

/** The dialect of what a person asks for through the API. */
export const COMMAND_DIALECT = 'command';
