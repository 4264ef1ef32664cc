import { type Decimal, hundred, print, zero } from '../money/decimal.ts';
import type { Denial } from '../risk/denial.ts';
import type { Level } from '../signals/signal.ts';

export type StopDistance = { ok: true; distance: Decimal } | { ok: false; denial: Denial };

const refuse = (reason: string): StopDistance => ({ ok: false, denial: { rule: 'stop_loss_needed', reason } });

/** How far the stop lies from the price of the entry, in quote. It has to lie on the losing side. */
export function stopDistance(
  stop: Level | undefined,
  { price, side, tickSize }: { price: Decimal; side: 'long' | 'short'; tickSize: Decimal },
): StopDistance {
  if (stop === undefined) return refuse('A size by risk needs a stop loss, and the message has none');
  const distance = distanceOf(stop, { price, side, tickSize });
  if (distance.gt(zero) && distance.lt(price)) return { ok: true, distance };
  const where = `the stop "${print(stop.value)}" lies "${print(distance)}" behind the price "${print(price)}"`;
  return refuse(`A size by risk needs a stop on the losing side of a ${side} position: ${where}`);
}

function distanceOf(
  { kind, value }: Level,
  { price, side, tickSize }: { price: Decimal; side: 'long' | 'short'; tickSize: Decimal },
): Decimal {
  switch (kind) {
    case 'abs':
      return side === 'long' ? price.minus(value) : value.minus(price);
    case 'pct':
      return price.times(value).div(hundred);
    case 'amount':
      return value;
    case 'ticks':
      return value.times(tickSize);
  }
}
