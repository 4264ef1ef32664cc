import { type Decimal, decimal, max, min, one, sum, zero } from '../money/decimal.ts';
import type { Level } from '../signals/signal.ts';

const NEARLY_ONE = decimal('0.999999');
const NOTHING_TAKEN: ReadonlyMap<number, Decimal> = new Map();

/**
 * How much of what is held each take profit covers. Shares are of all that the position was: what is held and what earlier
 * levels took. Levels without a share divide what the others leave. When the shares make a whole, the last level that is
 * left takes all of the rest, so that no dust stays behind.
 * @param taken what each level, counted from 1, has filled so far
 */
export function shareOut(
  levels: readonly Level[],
  held: Decimal,
  taken: ReadonlyMap<number, Decimal> = NOTHING_TAKEN,
): Decimal[] {
  const shares = sharesOf(levels);
  const whole = held.plus(sum(taken.values()));
  const isWhole = sum(shares).gte(NEARLY_ONE);
  const open = shares.map((share, at) => max(zero, whole.times(share).minus(taken.get(at + 1) ?? zero)));
  const last = open.findLastIndex((quantity) => quantity.gt(zero));
  let left = held;
  return open.map((wanted, at) => {
    const quantity = isWhole && at === last ? left : min(wanted, left);
    left = left.minus(quantity);
    return quantity;
  });
}

function sharesOf(levels: readonly Level[]): Decimal[] {
  const given = sum(levels.map(({ share }) => share ?? zero));
  const silent = levels.filter(({ share }) => share === undefined).length;
  const each = silent === 0 ? zero : max(zero, one.minus(given)).div(String(silent));
  return levels.map(({ share }) => share ?? each);
}
