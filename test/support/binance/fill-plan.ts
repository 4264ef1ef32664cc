import { type Decimal, decimal, floorToStep, zero } from '../../../shared/money/decimal.ts';

/** How orders fill: in how many parts, and how many ticks worse each part of a market order is than the one before. */
export type FillPlan = { parts: number; ticksApart: number };

export const atOnce: FillPlan = { parts: 1, ticksApart: 0 };

/** Splits a quantity into whole steps; the last part takes what is left over. Fewer parts when there are too few steps. */
export function splitQuantity(quantity: Decimal, step: Decimal, parts: number): Decimal[] {
  const part = floorToStep(quantity.div(decimal(String(parts))), step);
  if (parts <= 1 || part.eq(zero)) return [quantity];
  const split: Decimal[] = [];
  let left = quantity;
  for (let n = 1; n < parts; n += 1) {
    split.push(part);
    left = left.minus(part);
  }
  return [...split, left];
}
