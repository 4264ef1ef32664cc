import { createHash } from 'node:crypto';
import { print } from '../../money/decimal.ts';
import type { PairRequest } from '../exchange.ts';
import type { RequestParams } from './sign-request.ts';
import { legTerms, spotTerms, toSideWord } from './spot-terms.ts';
import type { LocalRefusal } from './venue.ts';

const LIST_ID_LENGTH = 30;

/**
 * One that cancels the other. In a sale the target stands above the market and the stop below it, in a purchase the other
 * way round. https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#new-order-list---oco-trade
 */
export function ocoParams(request: PairRequest): RequestParams {
  const { symbol, side, quantity, takeProfit, stop } = request;
  const target = takeProfit.type === 'limit' ? { ...takeProfit, postOnly: true } : takeProfit;
  const [targetLeg, stopLeg] = side === 'sell' ? (['above', 'below'] as const) : (['below', 'above'] as const);
  return {
    ...{ symbol, side: toSideWord(side), quantity: print(quantity), listClientOrderId: listIdOf(request) },
    ...legTerms(targetLeg, spotTerms(target), takeProfit.clientOrderId),
    ...legTerms(stopLeg, spotTerms(stop), stop.clientOrderId),
    newOrderRespType: 'RESULT',
  };
}

/** The list wants an id of its own; the same pair always gets the same one. */
function listIdOf({ takeProfit, stop }: PairRequest): string {
  const digest = createHash('sha256').update(`${takeProfit.clientOrderId}/${stop.clientOrderId}`).digest('hex');
  return `tvl${digest.slice(0, LIST_ID_LENGTH)}`;
}

export function refuseOco({ stop }: PairRequest): LocalRefusal | undefined {
  if (stop.type !== 'trailing_stop' || stop.activationPrice === undefined) return undefined;
  return {
    code: 'not_supported',
    message: 'A trailing stop in a pair begins at once on Binance Spot: it cannot wait for an activation price',
  };
}
