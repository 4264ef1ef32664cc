import { print, zero } from '../../money/decimal.ts';
import { brokenLoss } from '../broken-loss.ts';
import type { LossRule } from '../risk.ts';

const SHOWN_DIGITS = 6;

/** From the peak of the account's equity, as the snapshots of every minute have it. */
export const maxDrawdown: LossRule = ({ limits, book }) => {
  const { equity, peak } = book?.account ?? {};
  if (equity === undefined || peak === undefined || peak.value.lte(zero)) return undefined;
  const drawdown = peak.value.minus(equity.value).div(peak.value);
  const broken = brokenLoss(limits, 'maxDrawdownFraction', drawdown);
  if (broken === undefined) return undefined;
  const { limit, ...rest } = broken;
  const figures = { actual: print(drawdown.round(SHOWN_DIGITS)), limit: print(limit) };
  const fall = `from "${print(peak.value)}" to "${print(equity.value)}" USDT`;
  return {
    rule: 'max_drawdown',
    reason: `The equity of the account fell ${fall}, by "${figures.actual}": the ${rest.scope} limit is "${figures.limit}"`,
    ...figures,
    ...rest,
  };
};
