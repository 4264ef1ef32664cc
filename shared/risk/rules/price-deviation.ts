import { zero } from '../../money/decimal.ts';
import { above } from '../denial.ts';
import type { RiskRule } from '../risk.ts';
import { strictestDecimal } from '../strictest.ts';

/** An older price says nothing about where the market is now. */
const MAX_PRICE_AGE_MS = 60_000;
const SHOWN_DIGITS = 6;

/** How far the market is from where the alert saw it. A replay trades at today's price and knows no other. */
export const priceDeviation: RiskRule = ({ limits, signal, last, now, isReplay }) => {
  const bound = strictestDecimal(limits, 'maxPriceDeviationFraction');
  const alerted = signal.signalPrice;
  if (bound === undefined || alerted === undefined || last === undefined || isReplay || alerted.lte(zero))
    return undefined;
  const ageMs = Math.max(0, now.getTime() - last.seenAt.getTime());
  if (ageMs > MAX_PRICE_AGE_MS) return undefined;
  const actual = last.price.minus(alerted).abs().div(alerted);
  if (actual.lte(bound.limit)) return undefined;
  const age = `${ageMs} ms ago`;
  const what = `The market was at "${last.price.toFixed()}" ${age}, the alert at "${alerted.toFixed()}": the deviation`;
  return above({ rule: 'max_price_deviation', what, ...bound, actual: actual.round(SHOWN_DIGITS) });
};
