import { zero } from '../money/decimal.ts';
import { type Intent, isExit } from '../signals/signal.ts';
import type { Execution } from './store.ts';

const CARES_FOR_POSITION: readonly Intent[] = ['modify_protection', 'disable'];
const BUYS: readonly Intent[] = ['buy', 'open_long', 'reverse_to_long'];
const SELLS: readonly Intent[] = ['sell', 'open_short', 'reverse_to_short'];

/** Whether what is held may be left, reduced or looked after by a signal that was not decided on yet. */
export function mayExit({ signal, position }: Pick<Execution, 'signal' | 'position'>): boolean {
  const { intent } = signal;
  if (isExit(signal) || CARES_FOR_POSITION.includes(intent)) return true;
  if (position === undefined) return false;
  if (intent === 'target_position') return true;
  return (position.quantity.gt(zero) ? SELLS : BUYS).includes(intent);
}
