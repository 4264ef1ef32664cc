import type { Side } from '../orders/order.ts';
import type { Execution } from './store.ts';

/** Which entries a signal works against: by the side of their orders. `isWhole`: it leaves all of a position, and enters none. */
export type ClosedSides = { sides: readonly Side[]; isWhole: boolean };

const LONGS: readonly Side[] = ['buy'];
const SHORTS: readonly Side[] = ['sell'];
const BOTH: readonly Side[] = ['buy', 'sell'];
const NONE: ClosedSides = { sides: [], isWhole: false };

const whole = (sides: readonly Side[]): ClosedSides => ({ sides, isWhole: true });
const partly = (sides: readonly Side[]): ClosedSides => ({ sides, isWhole: false });

export function closedSides({
  signal,
  strategy,
  market,
}: Pick<Execution, 'signal' | 'strategy' | 'market'>): ClosedSides {
  if (signal.dryRun) return NONE;
  switch (signal.intent) {
    case 'flat':
      return whole(BOTH);
    case 'close_long':
      return whole(LONGS);
    case 'close_short':
      return whole(SHORTS);
    case 'buy':
      return strategy.sideRule === 'short_only' ? whole(SHORTS) : partly(SHORTS);
    case 'sell':
      return strategy.sideRule === 'long_only' || market === 'spot' ? whole(LONGS) : partly(LONGS);
    case 'open_long':
    case 'reverse_to_long':
      return partly(SHORTS);
    case 'open_short':
    case 'reverse_to_short':
      return partly(LONGS);
    case 'target_position':
      if (signal.targetSide === 'flat') return whole(BOTH);
      return signal.targetSide === 'long' ? partly(SHORTS) : partly(LONGS);
    case 'reduce':
      return partly(BOTH);
    case 'add':
    case 'cancel_orders':
    case 'modify_protection':
    case 'enable':
    case 'disable':
    case 'noop':
      return NONE;
  }
}
