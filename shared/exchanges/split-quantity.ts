import { ceilToStep, type Decimal, decimal, floorToStep, max, print, sum, zero } from '../money/decimal.ts';

export type Lot = { minimum: Decimal; maximum: Decimal; marketStep: Decimal };
export type Split = { ok: true; parts: Decimal[]; left: Decimal } | { ok: false; reason: string };

/** More than this in a row would be a program of its own. */
export const MAX_PARTS = 10;

/**
 * A quantity as the orders that together hold it: one where it fits, else as few and as equal as can be, so that none is too
 * small. `left` is what even so many cannot hold. Rounded down to the step, never up.
 */
export function splitQuantity(wanted: Decimal, { minimum, maximum, marketStep }: Lot, stepSize: Decimal): Split {
  const step = max(stepSize, marketStep);
  const quantity = floorToStep(floorToStep(wanted, stepSize), marketStep);
  if (quantity.lte(zero) || quantity.lt(minimum))
    return {
      ok: false,
      reason: `Nothing to send: quantity "${print(quantity)}" is below the minimum "${print(minimum)}"`,
    };
  const most = floorToStep(maximum, step);
  if (quantity.lte(most)) return { ok: true, parts: [quantity], left: zero };
  const fitting = most.times(decimal(String(MAX_PARTS)));
  const sent = quantity.lte(fitting) ? quantity : fitting;
  const count = Math.min(MAX_PARTS, Number(ceilToStep(sent.div(most), decimal('1')).toFixed(0)));
  return { ok: true, parts: equalParts(sent, count, step), left: quantity.minus(sent) };
}

/** The last one is what the others leave, and never the largest. */
export function equalParts(quantity: Decimal, count: number, step: Decimal): Decimal[] {
  const each = ceilToStep(quantity.div(decimal(String(count))), step);
  const equal = Array.from({ length: count - 1 }, () => each);
  return [...equal, quantity.minus(sum(equal))];
}
