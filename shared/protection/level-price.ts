import { fitPrice, type SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, decimal, hundred } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';
import type { Level } from '../signals/signal.ts';
import type { ProtectedPosition, ProtectionPlan } from './plan.ts';

const BPS = decimal('10000');

/** The side that makes the position smaller. */
export const exitSide = ({ side }: Pick<ProtectedPosition, 'side'>): Side => (side === 'long' ? 'sell' : 'buy');

/** How far in price `value` is from `price`. */
export function distanceOf(kind: Level['kind'], value: Decimal, price: Decimal, tickSize: Decimal): Decimal {
  switch (kind) {
    case 'pct':
      return price.times(value).div(hundred);
    case 'ticks':
      return tickSize.times(value);
    case 'abs':
    case 'amount':
      return value;
  }
}

/** `favour`: towards profit. */
export function moved(
  position: ProtectedPosition,
  from: Decimal,
  distance: Decimal,
  towards: 'favour' | 'loss',
): Decimal {
  return (position.side === 'long') === (towards === 'favour') ? from.plus(distance) : from.minus(distance);
}

type Priced = { position: ProtectedPosition; plan: ProtectionPlan; rules: SymbolRules };

/**
 * Where a level lies, on the tick. A sell is rounded up and a buy down: a take profit never gives more away than was asked
 * for, and a stop never waits longer.
 */
export function levelPrice({ position, plan, rules }: Priced, level: Level, towards: 'favour' | 'loss'): Decimal {
  const from = level.from === 'market' ? (plan.marketPrice ?? position.entryPrice) : position.entryPrice;
  const price =
    level.kind === 'abs'
      ? level.value
      : moved(position, from, distanceOf(level.kind, level.value, from, rules.tickSize), towards);
  return fitPrice(rules, exitSide(position), price);
}

/** A distance as hundredths of a percent of the entry, which is how exchanges follow a price. */
export function callbackBps({ position, rules }: Priced, kind: Level['kind'], value: Decimal): number {
  const distance = distanceOf(kind, value, position.entryPrice, rules.tickSize);
  return Number(distance.times(BPS).div(position.entryPrice).toFixed(0));
}
