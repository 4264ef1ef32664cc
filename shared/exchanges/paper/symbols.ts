import type { Market } from '../../markets/market.ts';
import { decimal } from '../../money/decimal.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import { editDistance } from './edit-distance.ts';
import { SPOT_SYMBOLS, USDM_SYMBOLS } from './symbol-table.ts';

type Symbols = ReadonlyMap<string, SymbolRules>;

const TABLES: Record<Market, string> = { spot: SPOT_SYMBOLS, usdm: USDM_SYMBOLS };
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
  };
  return [symbol, rules];
}

/** @returns undefined when the paper exchange does not trade it */
export function paperSymbol(market: Market, symbol: string): SymbolRules | undefined {
  return paperSymbols(market).get(symbol);
}

/** No symbol is longer, so that what a message calls a symbol may be of any length and still costs little to compare. */
const LONGEST = 32;

/** Nearest first; among equals the better known one. A symbol inside the other (`PEPEUSDT`, `1000PEPEUSDT`) is next to it. */
export function nearestPaperSymbols(market: Market, asked: string, limit: number): string[] {
  const wanted = asked.slice(0, LONGEST).toUpperCase();
  const distance = (symbol: string): number => {
    const isInside = wanted.length > 0 && (symbol.includes(wanted) || wanted.includes(symbol));
    return Math.min(isInside ? 1 : LONGEST, editDistance(symbol, wanted));
  };
  return [...paperSymbols(market).keys()]
    .map((symbol) => ({ symbol, distance: distance(symbol) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ symbol }) => symbol);
}
