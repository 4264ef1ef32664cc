import { decimal, hundred, print } from '../../money/decimal.ts';
import { type ConditionalTerms, isConditional, type OrderTerms, type TimeInForce } from '../../orders/order.ts';
import type { OrderRequest } from '../exchange.ts';
import type { RequestParams } from './sign-request.ts';
import { toSideWord } from './spot-terms.ts';

/** `hedge` holds a long and a short of one symbol side by side; it is a setting of the whole account. */
export type PositionMode = 'one_way' | 'hedge';

const TIMES: Record<TimeInForce, string> = { gtc: 'GTC', ioc: 'IOC', fok: 'FOK' };

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Order */
export function usdmOrderParams(order: OrderRequest, mode: PositionMode): RequestParams {
  return {
    ...commonParams(order, mode),
    ...plainTerms(order),
    ...{ newClientOrderId: order.clientOrderId, newOrderRespType: 'RESULT' },
  };
}

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Algo-Order */
export function usdmAlgoParams(order: OrderRequest & ConditionalTerms, mode: PositionMode): RequestParams {
  return {
    algoType: 'CONDITIONAL',
    ...commonParams(order, mode),
    ...conditionalTerms(order),
    clientAlgoId: order.clientOrderId,
  };
}

/** Hedged accounts name the position instead of saying "reduce only", which they refuse. */
function commonParams(order: OrderRequest, mode: PositionMode): RequestParams {
  const { symbol, side, quantity } = order;
  const isReducing = order.reduceOnly || order.purpose === 'protect';
  const opensLong = (side === 'buy') !== isReducing;
  return {
    ...{ symbol, side: toSideWord(side), quantity: print(quantity) },
    ...(mode === 'hedge' ? { positionSide: opensLong ? 'LONG' : 'SHORT' } : isReducing ? { reduceOnly: 'true' } : {}),
  };
}

function plainTerms(terms: OrderTerms): RequestParams {
  if (isConditional(terms)) throw new RangeError(`Cannot place an order of type "${terms.type}" in the book`);
  if (terms.type === 'market') return { type: 'MARKET' };
  const timeInForce = terms.postOnly ? 'GTX' : TIMES[terms.timeInForce ?? 'gtc'];
  return { type: 'LIMIT', timeInForce, price: print(terms.price) };
}

function conditionalTerms(terms: ConditionalTerms): RequestParams {
  switch (terms.type) {
    case 'stop_market':
      return { type: 'STOP_MARKET', triggerPrice: print(terms.stopPrice) };
    case 'stop_limit':
      return {
        ...{ type: 'STOP', triggerPrice: print(terms.stopPrice), price: print(terms.price) },
        timeInForce: TIMES.gtc,
      };
    case 'take_profit_market':
      return { type: 'TAKE_PROFIT_MARKET', triggerPrice: print(terms.stopPrice) };
    case 'take_profit_limit':
      return {
        ...{ type: 'TAKE_PROFIT', triggerPrice: print(terms.stopPrice), price: print(terms.price) },
        timeInForce: TIMES.gtc,
      };
    case 'trailing_stop':
      return {
        type: 'TRAILING_STOP_MARKET',
        // In percent here: 100 bps are 1.
        callbackRate: print(decimal(String(terms.callbackBps)).div(hundred)),
        activatePrice: terms.activationPrice && print(terms.activationPrice),
      };
  }
}
