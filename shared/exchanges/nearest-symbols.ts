import { editDistance } from './edit-distance.ts';

/** No symbol is longer, so that what a message calls a symbol may be of any length and still costs little to compare. */
const LONGEST = 32;

/** Nearest first; among equals the one that is listed first. A symbol inside the other (`PEPEUSDT`, `1000PEPEUSDT`) is next to it. */
export function nearestOf(symbols: Iterable<string>, asked: string, limit: number): string[] {
  const wanted = asked.slice(0, LONGEST).toUpperCase();
  const distance = (symbol: string): number => {
    const isInside = wanted.length > 0 && (symbol.includes(wanted) || wanted.includes(symbol));
    return Math.min(isInside ? 1 : LONGEST, editDistance(symbol, wanted));
  };
  return [...symbols]
    .map((symbol) => ({ symbol, distance: distance(symbol) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ symbol }) => symbol);
}
