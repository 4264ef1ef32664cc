import { type Decimal, print } from '../../money/decimal.ts';
import type { OrderTerms, Side, TimeInForce } from '../../orders/order.ts';

/** The part of an order that has the same fields in a single order and, under longer names, in a leg of a pair. */
export type SpotTerms = {
  type: string;
  timeInForce?: string;
  price?: string;
  stopPrice?: string;
  trailingDelta?: string;
};

const TIMES: Record<TimeInForce, string> = { gtc: 'GTC', ioc: 'IOC', fok: 'FOK' };
const text = (price: Decimal): string => print(price);

/**
 * Our terms in the words of Spot. A trailing stop that is to start at a price of its own is a TAKE_PROFIT there: it begins where
 * the market comes to a gain, and triggers when it turns. https://github.com/binance/binance-spot-api-docs/blob/master/faqs/trailing-stop-faq.md
 */
export function spotTerms(terms: OrderTerms): SpotTerms {
  switch (terms.type) {
    case 'market':
      return { type: 'MARKET' };
    case 'limit':
      return terms.postOnly
        ? { type: 'LIMIT_MAKER', price: text(terms.price) }
        : { type: 'LIMIT', timeInForce: TIMES[terms.timeInForce ?? 'gtc'], price: text(terms.price) };
    case 'stop_market':
      return { type: 'STOP_LOSS', stopPrice: text(terms.stopPrice) };
    case 'stop_limit':
      return { type: 'STOP_LOSS_LIMIT', ...limited(terms) };
    case 'take_profit_market':
      return { type: 'TAKE_PROFIT', stopPrice: text(terms.stopPrice) };
    case 'take_profit_limit':
      return { type: 'TAKE_PROFIT_LIMIT', ...limited(terms) };
    case 'trailing_stop':
      return terms.activationPrice === undefined
        ? { type: 'STOP_LOSS', trailingDelta: String(terms.callbackBps) }
        : {
            ...{ type: 'TAKE_PROFIT', trailingDelta: String(terms.callbackBps) },
            stopPrice: text(terms.activationPrice),
          };
  }
}

function limited({ price, stopPrice }: { price: Decimal; stopPrice: Decimal }): Omit<SpotTerms, 'type'> {
  return { timeInForce: TIMES.gtc, price: text(price), stopPrice: text(stopPrice) };
}

/** The leg as `above…` or `below…`. */
export function legTerms(
  leg: 'above' | 'below',
  terms: SpotTerms,
  clientOrderId: string,
): Record<string, string | undefined> {
  return {
    [`${leg}Type`]: terms.type,
    [`${leg}ClientOrderId`]: clientOrderId,
    [`${leg}Price`]: terms.price,
    [`${leg}StopPrice`]: terms.stopPrice,
    [`${leg}TrailingDelta`]: terms.trailingDelta,
    [`${leg}TimeInForce`]: terms.timeInForce,
  };
}

export const toSideWord = (side: Side): string => (side === 'buy' ? 'BUY' : 'SELL');
