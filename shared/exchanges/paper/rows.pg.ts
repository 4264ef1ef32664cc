import type { Market } from '../../markets/market.ts';
import { type Decimal, decimal } from '../../money/decimal.ts';
import type { Fill, OrderTerms, Side, TimeInForce } from '../../orders/order.ts';
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
  type: OrderTerms['type'];
  quantity: string;
  price: string | null;
  time_in_force: TimeInForce | null;
  post_only: boolean | null;
  stop_price: string | null;
  callback_bps: number | null;
  activation_price: string | null;
  reduce_only: boolean;
  status: PaperOrder['status'];
  reason: string | null;
  pair_id: string | null;
  triggered_at: InstantRow | null;
  best_price: string | null;
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
  return {
    id: row.id,
    clientOrderId: row.client_order_id,
    market: row.market,
    symbol: row.symbol,
    side: row.side,
    quantity: decimal(row.quantity),
    reduceOnly: row.reduce_only,
    ...toTerms(row),
    status: row.status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    fills: fills.map(toFill),
    ...(row.pair_id === null ? {} : { pairId: row.pair_id }),
    ...(row.triggered_at === null ? {} : { triggeredAt: new Date(row.triggered_at) }),
    ...(row.best_price === null ? {} : { bestPrice: decimal(row.best_price) }),
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
}

/** @throws RangeError when a figure is missing that the type cannot do without */
function toTerms({ type, ...row }: OrderRow): OrderTerms {
  const price = (): Decimal => decimal(row.price ?? '');
  const stopPrice = (): Decimal => decimal(row.stop_price ?? '');
  switch (type) {
    case 'market':
      return { type };
    case 'limit':
      return {
        ...{ type, price: price() },
        ...(row.time_in_force === null ? {} : { timeInForce: row.time_in_force }),
        ...(row.post_only === null ? {} : { postOnly: row.post_only }),
      };
    case 'stop_market':
    case 'take_profit_market':
      return { type, stopPrice: stopPrice() };
    case 'stop_limit':
    case 'take_profit_limit':
      return { type, stopPrice: stopPrice(), price: price() };
    case 'trailing_stop':
      return {
        ...{ type, callbackBps: row.callback_bps ?? 0 },
        ...(row.activation_price === null ? {} : { activationPrice: decimal(row.activation_price) }),
      };
  }
}
