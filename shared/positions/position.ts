import type { Market } from '../markets/market.ts';
import { type Decimal, zero } from '../money/decimal.ts';
import type { Fill, Side } from '../orders/order.ts';

/** What we hold in one symbol of one account: a fold over fills. Quantity is signed, negative is short. */
export type Position = {
  market: Market;
  symbol: string;
  quantity: Decimal;
  /** What the open quantity cost, in quote, unsigned: average entry price times quantity, without rounding it first. */
  entryNotional: Decimal;
  /** Of the parts closed so far, in quote, before commission. */
  realizedPnl: Decimal;
  /** Paid so far, in quote; a commission taken in base is valued at its fill's price. */
  commission: Decimal;
  openedAt: Date;
  updatedAt: Date;
  /** When the quantity came back to zero. */
  closedAt?: Date;
  /** Of base, what stayed in the wallet when a spot position was closed: too little to be sold. */
  leftQuantity?: Decimal;
};

/** As the store has it. */
export type KeptPosition = Position & { id: string };

export type PositionFill = Fill & { market: Market; symbol: string; base: string; side: Side };

/** As much of a position as its value depends on. The entry notional of nothing is zero. */
export type Holding = Pick<Position, 'quantity' | 'entryNotional'>;

/** For people and messages: it is a quotient and may be rounded. Reckon with the entry notional instead. */
export function averageEntryPrice(holding: Holding): Decimal | undefined {
  return holding.quantity.eq(zero) ? undefined : holding.entryNotional.div(holding.quantity.abs());
}
