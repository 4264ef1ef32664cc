import { hundred } from '../money/decimal.ts';
import type { Intent, PositionSide, Signal, Size } from '../signals/signal.ts';
import type { Move } from './words.ts';

/** The part of a signal that says what to do and how much of it. */
export type Aim = Pick<Signal, 'intent' | 'size' | 'reduceOnly'> & Partial<Pick<Signal, 'targetSide' | 'orderSide'>>;

const ALL: Size = { type: 'strategy_default' };

/**
 * What a move comes to when the message says which side it should end on, the way TradersPost reads `action` and
 * `sentiment`: a buy that ends flat closes a short, one that ends short only makes it smaller.
 */
export function aimOf(move: Move, after: PositionSide | undefined, size: Size): Aim | undefined {
  switch (move) {
    case 'buy':
      return sideAim({ intent: 'buy', close: 'close_short', opposite: 'short' }, after, size);
    case 'sell':
      return sideAim({ intent: 'sell', close: 'close_long', opposite: 'long' }, after, size);
    case 'open_long':
    case 'open_short':
      return after === 'flat' ? undefined : { intent: move, size, reduceOnly: false };
    case 'exit':
      return isPart(size) ? { intent: 'reduce', size, reduceOnly: true } : closing('flat');
    case 'close_long':
      return isPart(size) ? reducing('long', size) : closing('close_long');
    case 'close_short':
      return isPart(size) ? reducing('short', size) : closing('close_short');
    case 'add':
      return after === 'flat'
        ? undefined
        : { intent: 'add', size, reduceOnly: false, ...(after && { targetSide: after }) };
    case 'reduce':
      return { intent: 'reduce', size, reduceOnly: true, ...(after && { targetSide: after }) };
    case 'cancel':
      return { intent: 'cancel_orders', size: ALL, reduceOnly: false };
  }
}

/** What a bare `buy` or `sell` may do when the message forbids it to open anything. */
export function reducingAimOf(move: Move, after: PositionSide | undefined, size: Size): Aim | undefined {
  if (move === 'open_long' || move === 'open_short' || move === 'add') return undefined;
  if (move === 'buy') return aimOf('close_short', after, size);
  if (move === 'sell') return aimOf('close_long', after, size);
  return aimOf(move, after, size);
}

/** Whether a move can only make a position smaller; a percentage is then one of the position. */
export function isExit(move: Move): boolean {
  return move === 'exit' || move === 'close_long' || move === 'close_short' || move === 'reduce';
}

type SideMove = { intent: 'buy' | 'sell'; close: Intent; opposite: 'long' | 'short' };

function sideAim(move: SideMove, after: PositionSide | undefined, size: Size): Aim {
  if (after === 'flat') return closing(move.close);
  if (after === move.opposite) return reducing(after, size);
  return { intent: move.intent, size, reduceOnly: false, ...(after && { targetSide: after }) };
}

function closing(intent: Intent): Aim {
  return { intent, size: ALL, reduceOnly: true };
}

function reducing(targetSide: PositionSide, size: Size): Aim {
  return { intent: 'reduce', size, reduceOnly: true, targetSide };
}

/** A closing message with a quantity closes that much; one without, or with 100 % of the position, closes all of it. */
function isPart(size: Size): boolean {
  if (size.type === 'strategy_default') return false;
  return !(size.type === 'pct_position' && size.value.gte(hundred));
}
