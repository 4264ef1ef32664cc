import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import type { Decimal } from '../money/decimal.ts';
import type { BreakEven } from '../signals/signal.ts';
import { distanceOf, moved } from './level-price.ts';
import type { ProtectedPosition } from './plan.ts';

/** Whether the price has been far enough in favour for the stop to move to the entry. */
export function hasReachedBreakEven(
  { kind, trigger }: BreakEven,
  { position, rules, price }: { position: ProtectedPosition; rules: SymbolRules; price: Decimal },
): boolean {
  const distance = distanceOf(kind, trigger, position.entryPrice, rules.tickSize);
  const mark = moved(position, position.entryPrice, distance, 'favour');
  return position.side === 'long' ? price.gte(mark) : price.lte(mark);
}
