import { MARKETS, type Market } from '../markets/market.ts';

/** A lane is named `account:market:symbol`; the statement that keeps an alert makes the same name. */
export type LaneName = { accountId: string; market: Market; symbol: string };

/** @throws RangeError for a name that is none */
export function readLane(lane: string): LaneName {
  const [accountId, market, symbol] = lane.split(':');
  const known = MARKETS.find((one) => one === market);
  if (accountId === undefined || known === undefined || symbol === undefined)
    throw new RangeError(`Cannot read lane "${lane}": it is not account:market:symbol`);
  return { accountId, market: known, symbol };
}
