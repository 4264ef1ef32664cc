import type { Market } from '../markets/market.ts';

/**
 * A difference between our books and the exchange's, in the figures of both. Nothing is done about it by itself: somebody may
 * have traded by hand, and that is theirs to say.
 * - `foreign_order`: placed by somebody else · `unknown_order`: bears our mark, and we have none of this id
 * - `missing_order`: ours rests, and the exchange has none of this id · `position_differs`: one holds more than the other
 */
export type Finding =
  | {
      kind: 'foreign_order' | 'unknown_order';
      market: Market;
      symbol: string;
      side: 'buy' | 'sell';
      quantity: string;
      clientOrderId: string;
    }
  | { kind: 'missing_order'; market: Market; symbol: string; clientOrderId: string }
  | { kind: 'position_differs'; market: Market; symbol: string; ours: string; theirs: string };

/** What one has to look into; orders made by hand are only told of. */
export const isAlarming = ({ kind }: Finding): boolean => kind !== 'foreign_order';
