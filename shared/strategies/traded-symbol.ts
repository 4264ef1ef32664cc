import type { Market } from '../markets/market.ts';
import type { Signal } from '../signals/signal.ts';
import type { Strategy } from './strategy.ts';

/**
 * What a signal means for this strategy: the symbol of the chart mapped to the one that is traded, in the market of the symbol
 * or else the strategy's. A command names what is traded already.
 */
export function tradedSymbol(
  { symbolMap, defaultMarket }: Pick<Strategy, 'symbolMap' | 'defaultMarket'>,
  signal: Signal,
): { market: Market; symbol: string } {
  const symbol = signal.symbol ?? '';
  const isCommand = signal.dialect === COMMAND_DIALECT;
  return { market: signal.market ?? defaultMarket, symbol: isCommand ? symbol : (symbolMap[symbol] ?? symbol) };
}

/** The dialect of what a person asks for through the API. */
export const COMMAND_DIALECT = 'command';
