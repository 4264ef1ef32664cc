import type { Decimal } from '../../money/decimal.ts';
import type { Fill, Side } from '../../orders/order.ts';
import type { OrderFill } from '../exchange.ts';

/** One trade, from whichever of the places where Binance tells of it. */
export type TradeReport = {
  /** Unique per symbol. */
  tradeId: string;
  exchangeOrderId: string;
  side: Side;
  price: Decimal;
  quantity: Decimal;
  commission: Decimal;
  commissionAsset: string;
  filledAt: Date;
};

/** The one place that says what a trade at Binance is to us. */
export function toFill({ tradeId, price, quantity, commission, commissionAsset, filledAt }: TradeReport): Fill {
  return { exchangeTradeId: tradeId, price, quantity, commission, commissionAsset, filledAt };
}

export function toOrderFill(trade: TradeReport): OrderFill {
  return { ...toFill(trade), exchangeOrderId: trade.exchangeOrderId, side: trade.side };
}
