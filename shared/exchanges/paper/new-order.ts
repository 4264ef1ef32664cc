import type { OrderTerms } from '../../orders/order.ts';
import type { OrderRequest } from '../exchange.ts';
import type { AskedOrder, PaperOrder } from './paper-order.ts';

type Asked = AskedOrder & Pick<OrderRequest, 'clientOrderId'>;

/** An order as it comes in, with nothing in it but what the exchange is asked for. */
export function newOrder(asked: Asked, { id, at, pairId }: { id: string; at: Date; pairId?: string }): PaperOrder {
  const { clientOrderId, market, symbol, side, quantity, reduceOnly } = asked;
  return {
    ...{ id, clientOrderId, market, symbol, side, quantity, reduceOnly },
    ...termsOf(asked),
    ...{ status: 'open', fills: [], createdAt: at, updatedAt: at },
    ...(pairId === undefined ? {} : { pairId }),
  };
}

function termsOf(asked: OrderTerms): OrderTerms {
  switch (asked.type) {
    case 'market':
      return { type: asked.type };
    case 'limit': {
      const { type, price, timeInForce, postOnly } = asked;
      return {
        ...{ type, price },
        ...(timeInForce === undefined ? {} : { timeInForce }),
        ...(postOnly === undefined ? {} : { postOnly }),
      };
    }
    case 'stop_market':
    case 'take_profit_market':
      return { type: asked.type, stopPrice: asked.stopPrice };
    case 'stop_limit':
    case 'take_profit_limit':
      return { type: asked.type, stopPrice: asked.stopPrice, price: asked.price };
    case 'trailing_stop': {
      const { type, callbackBps, activationPrice } = asked;
      return { type, callbackBps, ...(activationPrice === undefined ? {} : { activationPrice }) };
    }
  }
}
