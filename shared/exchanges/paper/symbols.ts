import type { Market } from '../../markets/market.ts';
import { decimal } from '../../money/decimal.ts';
import { nearestOf } from '../nearest-symbols.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import { SPOT_SYMBOLS, USDM_SYMBOLS } from './symbol-table.ts';

type Symbols = ReadonlyMap<string, SymbolRules>;

const TABLES: Record<Market, string> = { spot: SPOT_SYMBOLS, usdm: USDM_SYMBOLS };
/** The same for all symbols, as on Binance. */
const TRAILING_BPS = { spot: { min: 10, max: 2_000 }, usdm: { min: 10, max: 1_000 } };
const read: Partial<Record<Market, Symbols>> = {};

/** All that the paper exchange trades in a market, best known first. Read when first asked for, which costs no start. */
export function paperSymbols(market: Market): Symbols {
  read[market] ??= new Map(
    TABLES[market]
      .trim()
      .split('\n')
      .map((line) => readLine(market, line)),
  );
  return read[market];
}

function readLine(market: Market, line: string): [string, SymbolRules] {
  const [base, quote, tick, step, maximum, notional] = line.split(/ +/);
  if (base === undefined || quote === undefined || tick === undefined || step === undefined)
    throw new RangeError(`Cannot read symbol table: line "${line}" is too short`);
  if (maximum === undefined || notional === undefined)
    throw new RangeError(`Cannot read symbol table: line "${line}" is too short`);
  const symbol = `${base}${quote}`;
  const rules: SymbolRules = {
    market,
    symbol,
    base,
    quote,
    tickSize: decimal(tick),
    stepSize: decimal(step),
    minQuantity: decimal(step),
    maxQuantity: decimal(maximum),
    minNotional: decimal(notional),
    trailingBps: TRAILING_BPS[market],
  };
  return [symbol, rules];
}

/** @returns undefined when the paper exchange does not trade it */
export function paperSymbol(market: Market, symbol: string): SymbolRules | undefined {
  return paperSymbols(market).get(symbol);
}

/** Nearest first; among equals the better known one. */
export function nearestPaperSymbols(market: Market, asked: string, limit: number): string[] {
  return nearestOf(paperSymbols(market).keys(), asked, limit);
}
