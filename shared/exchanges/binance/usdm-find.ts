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
  /** Was told to be a conditional order, so that it is looked for there first. */
  isAlgo(clientOrderId: string): boolean;
  noteAlgo(clientOrderId: string): void;
  open(): Promise<OrderReport[]>;
};

/** Of the conditional orders that this process has placed or seen; those seen longest ago are looked for in both places again. */
const MAX_NOTED = 5_000;

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
  const noted = new Set<string>();
  const noteAlgo = (clientOrderId: string): void => {
    noted.delete(clientOrderId);
    noted.add(clientOrderId);
    const [oldest] = noted;
    if (noted.size > MAX_NOTED && oldest !== undefined) noted.delete(oldest);
  };
  const algoOf = async (symbol: string, clientAlgoId: string): Promise<OrderReport | undefined> => {
    const found = await algo({ clientAlgoId });
    if (found?.symbol !== symbol) return undefined;
    noteAlgo(clientAlgoId);
    return follow(found);
  };
  return {
    isAlgo: (clientOrderId) => noted.has(clientOrderId),
    noteAlgo,
    async byClientId(symbol, clientOrderId) {
      const inBook = () => order({ symbol, origClientOrderId: clientOrderId });
      if (noted.has(clientOrderId)) return (await algoOf(symbol, clientOrderId)) ?? inBook();
      return (await inBook()) ?? algoOf(symbol, clientOrderId);
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
