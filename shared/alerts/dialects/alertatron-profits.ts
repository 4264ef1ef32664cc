import { one, zero } from '../../money/decimal.ts';
import type { Level, Signal } from '../../signals/signal.ts';
import type { Aim } from '../aim.ts';
import { type Fields, refuse } from '../fields.ts';
import { type Amount, type Distance, levelAt, percentOf } from './alertatron-terms.ts';

/** What a block has come to so far. `remaining` is how much of the position its take profits leave. */
export type Steps = { drafts: Step[]; delaySeconds: number; remaining: Level['share'] };
export type Step = Aim & Partial<Signal> & Pick<Signal, 'delaySeconds' | 'takeProfits'>;

export type Order = {
  side: 'buy' | 'sell' | undefined;
  amount: Amount | undefined;
  position: Amount | undefined;
  isExit: boolean;
};

type Profit = { steps: Steps; order: Order; at: Distance; opened: Step };

/** A ladder of positions becomes shares: 75, 50, 25 and 0 percent left are four quarters. */
export function addProfit(fields: Fields, { steps, order, at, opened }: Profit): undefined {
  const level = levelAt(fields, at, 'profit');
  if (level === undefined) return undefined;
  const before = steps.remaining ?? one;
  const left = order.position && percentOf(order.position.value);
  const share = left === undefined ? shareOf(order, opened) : before.minus(left);
  if (share === undefined || share.lte(zero) || share.gt(before))
    return refuse(
      fields,
      'shares_above_all',
      'the take profits do not add up to the position; give each a "position" that is smaller than the last, or an amount in %p',
    );
  steps.remaining = before.minus(share);
  opened.takeProfits.push({ ...level, share });
}

function shareOf({ amount }: Order, { size }: Step): Level['share'] {
  if (amount?.unit === '%p') return percentOf(amount.value);
  return amount?.unit === '' && size.type === 'contracts' ? amount.value.div(size.value) : undefined;
}
