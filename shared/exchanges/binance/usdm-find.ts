import { ask, askUnless } from './ask.ts';
import type { BinanceClient, ClientRequest } from './client.ts';
import type { OrderReport } from './report.ts';
import type { RequestParams } from './sign-request.ts';
import {
  ALGO_PREFIX,
  algoReport,
  type UsdmAlgoReply,
  usdmAlgo,
  usdmAlgos,
  usdmOrder,
  usdmOrders,
  usdmReport,
} from './usdm-schemas.ts';

const NO_SUCH_SYMBOL = -1121;
const NO_SUCH_ORDER = -2013;
const GONE = [NO_SUCH_ORDER, NO_SUCH_SYMBOL];

export type UsdmFinder = {
  byClientId(symbol: string, clientOrderId: string): Promise<OrderReport | undefined>;
  byId(symbol: string, exchangeOrderId: string): Promise<OrderReport | undefined>;
  algo(clientAlgoId: string): Promise<UsdmAlgoReply | undefined>;
  open(): Promise<OrderReport[]>;
};

/** Looks in the book and in the service of conditional orders, so that callers need not know where an order lives. */
export function usdmFinder(client: BinanceClient): UsdmFinder {
  const read = (path: string, params?: RequestParams): ClientRequest => ({
    ...{ market: 'usdm', method: 'GET', path: `/fapi/v1/${path}`, security: 'signed', kind: 'read' },
    ...(params === undefined ? {} : { params }),
  });
  const order = async (params: RequestParams): Promise<OrderReport | undefined> => {
    const found = await askUnless(client, read('order', params), usdmOrder, GONE);
    return found && usdmReport(found);
  };
  const algo = (params: RequestParams) => askUnless(client, read('algoOrder', params), usdmAlgo, GONE);
  /** Once triggered, it is the order that it made; that one has an id of its own, and ours is still the one we gave. */
  const follow = async (found: UsdmAlgoReply): Promise<OrderReport> => {
    const waiting = algoReport(found);
    if (!found.actualOrderId) return waiting;
    const actual = await order({ symbol: found.symbol, orderId: found.actualOrderId });
    return actual === undefined ? waiting : { ...actual, clientOrderId: found.clientAlgoId };
  };
  return {
    async byClientId(symbol, clientOrderId) {
      const plain = await order({ symbol, origClientOrderId: clientOrderId });
      if (plain !== undefined) return plain;
      const found = await algo({ clientAlgoId: clientOrderId });
      return found?.symbol === symbol ? follow(found) : undefined;
    },
    async byId(symbol, id) {
      if (!id.startsWith(ALGO_PREFIX)) return order({ symbol, orderId: id });
      const found = await algo({ algoId: id.slice(ALGO_PREFIX.length) });
      return found && follow(found);
    },
    algo: (clientAlgoId) => algo({ clientAlgoId }),
    async open() {
      const [orders, algos] = await Promise.all([
        ask(client, read('openOrders'), usdmOrders),
        ask(client, read('openAlgoOrders'), usdmAlgos),
      ]);
      return [...orders.map(usdmReport), ...algos.map(algoReport)];
    },
  };
}
