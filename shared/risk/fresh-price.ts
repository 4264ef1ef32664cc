import { type Decimal, print } from '../money/decimal.ts';
import type { Denial } from './denial.ts';
import type { RiskInput } from './risk.ts';
import type { Bound } from './strictest.ts';

/** An older price says nothing about where the market is now. */
export const MAX_PRICE_AGE_MS = 60_000;

export type FreshPrice = { price: Decimal; ageMs: number };

export function freshPrice({ last, now }: Pick<RiskInput, 'last' | 'now'>): FreshPrice | undefined {
  if (last === undefined) return undefined;
  const ageMs = Math.max(0, now.getTime() - last.seenAt.getTime());
  return ageMs > MAX_PRICE_AGE_MS ? undefined : { price: last.price, ageMs };
}

/**
 * Why a notional cannot be held against its limit: what an order is worth says the market, never the alert. On paper the market
 * is what alerts say of it.
 */
export function unvalued(input: RiskInput, rule: string, { scope, limit }: Bound<Decimal>): Denial | undefined {
  if (input.accountMode === 'paper' || freshPrice(input) !== undefined) return undefined;
  const seconds = MAX_PRICE_AGE_MS / 1_000;
  const reason = `The exchange has no price of the last ${seconds} s to value the order at, and the ${scope} has the limit "${print(limit)}"`;
  return { rule, scope, limit: print(limit), reason };
}
