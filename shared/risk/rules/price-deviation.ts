import type { LimitScope } from '../../limits/limits.ts';
import { type Decimal, print, zero } from '../../money/decimal.ts';
import { above, type Denial } from '../denial.ts';
import { freshPrice, MAX_PRICE_AGE_MS } from '../fresh-price.ts';
import type { RiskRule } from '../risk.ts';
import { strictestDecimal } from '../strictest.ts';

const SHOWN_DIGITS = 6;
const RULE = 'max_price_deviation';

/**
 * How far the market is from where the alert saw it. A replay trades at today's price and knows no other. What cannot be compared
 * is denied, but on paper, where the market is what alerts say of it.
 */
export const priceDeviation: RiskRule = ({ limits, signal, last, now, isReplay, accountMode }) => {
  const bound = strictestDecimal(limits, 'maxPriceDeviationFraction');
  const alerted = signal.signalPrice;
  if (bound === undefined || alerted === undefined || isReplay || alerted.lte(zero)) return undefined;
  const fresh = freshPrice({ last, now });
  if (fresh === undefined) return accountMode === 'paper' ? undefined : incomparable(bound, print(alerted));
  const actual = fresh.price.minus(alerted).abs().div(alerted);
  if (actual.lte(bound.limit)) return undefined;
  const age = `${fresh.ageMs} ms ago`;
  const what = `The market was at "${fresh.price.toFixed()}" ${age}, the alert at "${alerted.toFixed()}": the deviation`;
  return above({ rule: RULE, what, ...bound, actual: actual.round(SHOWN_DIGITS) });
};

function incomparable({ scope, limit }: { scope: LimitScope; limit: Decimal }, alerted: string): Denial {
  const reason = `The exchange has no price of the last ${MAX_PRICE_AGE_MS / 1_000} s to compare the alert's "${alerted}" with`;
  return { rule: RULE, scope, limit: print(limit), reason };
}
