import type { Market } from '../../markets/market.ts';
import { decimal } from '../../money/decimal.ts';
import type { Fill, Side } from '../../orders/order.ts';
import type { Holding } from '../../positions/position.ts';
import type { Balance, OrderFill } from '../exchange.ts';
import type { PaperOrder } from './paper-order.ts';

/** Inside JSON an instant comes as ISO text. */
type InstantRow = Date | string;

export type BalanceRow = { asset: string; free: string; locked: string };
export type PositionRow = { symbol: string; quantity: string; entry_notional: string };
export type FillRow = {
  id: string;
  price: string;
  quantity: string;
  commission: string;
  commission_asset: string;
  filled_at: InstantRow;
};
export type OrderFillRow = FillRow & { order_id: string; side: Side };
export type OrderRow = {
  id: string;
  client_order_id: string;
  market: Market;
  symbol: string;
  side: Side;
  quantity: string;
  price: string | null;
  reduce_only: boolean;
  status: PaperOrder['status'];
  reason: string | null;
  created_at: InstantRow;
  updated_at: InstantRow;
};

export function toBalance(row: BalanceRow): Balance {
  return { asset: row.asset, free: decimal(row.free), locked: decimal(row.locked) };
}

export function toHolding(row: PositionRow): [string, Holding] {
  return [row.symbol, { quantity: decimal(row.quantity), entryNotional: decimal(row.entry_notional) }];
}

function toFill(row: FillRow): Fill {
  return {
    exchangeTradeId: row.id,
    price: decimal(row.price),
    quantity: decimal(row.quantity),
    commission: decimal(row.commission),
    commissionAsset: row.commission_asset,
    filledAt: new Date(row.filled_at),
  };
}

export function toOrderFill(row: OrderFillRow): OrderFill {
  return { ...toFill(row), exchangeOrderId: row.order_id, side: row.side };
}

export function toOrder(row: OrderRow, fills: readonly FillRow[]): PaperOrder {
  const common = {
    id: row.id,
    clientOrderId: row.client_order_id,
    market: row.market,
    symbol: row.symbol,
    side: row.side,
    quantity: decimal(row.quantity),
    reduceOnly: row.reduce_only,
    status: row.status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    fills: fills.map(toFill),
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
  return row.price === null ? { ...common, type: 'market' } : { ...common, type: 'limit', price: decimal(row.price) };
}
