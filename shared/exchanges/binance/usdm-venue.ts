import { max, zero } from '../../money/decimal.ts';
import { isConditional } from '../../orders/order.ts';
import type { Clock } from '../../time/clock.ts';
import type { OrderRequest, PrepareOutcome, SymbolSettings } from '../exchange.ts';
import { ask, askUnless, unanswered } from './ask.ts';
import type { BinanceClient, ClientReply, ClientRequest } from './client.ts';
import { readOrderAnswer } from './place-outcome.ts';
import { type PositionModeReader, positionMode } from './position-mode.ts';
import type { OrderReport } from './report.ts';
import { tradesByOrder, tradesByTime } from './trade-pages.ts';
import { usdmFinder } from './usdm-find.ts';
import {
  ALGO_PREFIX,
  algoReport,
  usdmAlgo,
  usdmBalances,
  usdmBook,
  usdmDone,
  usdmOrder,
  usdmOrders,
  usdmPositions,
  usdmPrice,
  usdmReport,
  usdmTrades,
} from './usdm-schemas.ts';
import { type PositionMode, usdmAlgoParams, usdmOrderParams } from './usdm-terms.ts';
import type { Placing, Venue } from './venue.ts';

const NO_SUCH_SYMBOL = -1121;
const UNKNOWN_ORDER = -2011;
const WRONG_POSITION_SIDE = -4061;
const SAME_MARGIN_TYPE = -4046;
/** Why a margin type cannot be changed. */
const IN_THE_WAY: Readonly<Record<number, string>> = { [-4047]: 'orders rest', [-4048]: 'a position is open' };
const WEEK_MS = 7 * 86_400_000;

type Params = ClientRequest['params'];

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info */
export function usdmVenue(client: BinanceClient, now: Clock): Venue {
  const mode = positionMode(client, now);
  const find = usdmFinder(client);
  const request = (method: ClientRequest['method'], path: string, params?: Params): ClientRequest => ({
    ...{ market: 'usdm', method, path: `/fapi/${path}`, security: 'signed' },
    kind: method === 'GET' ? 'read' : method === 'DELETE' ? 'command' : 'order',
    ...(params === undefined ? {} : { params }),
  });
  const read = (path: string, params?: Params): ClientRequest => request('GET', path, params);
  const setting = (path: string, params: Params): ClientRequest => ({
    ...request('POST', path, params),
    kind: 'command',
  });
  const open = (path: string, params: Params): ClientRequest => ({ ...read(path, params), security: 'none' });
  const trades = (params: Params) => ask(client, read('v1/userTrades', params), usdmTrades);
  const cancelInBook = async (symbol: string, id: { orderId: string } | { origClientOrderId: string }) => {
    const path = request('DELETE', 'v1/order', { symbol, ...id });
    const canceled = await askUnless(client, path, usdmOrder, [UNKNOWN_ORDER, NO_SUCH_SYMBOL]);
    return canceled && usdmReport(canceled);
  };
  const cancelAlgo = async (symbol: string, clientAlgoId: string): Promise<OrderReport | undefined> => {
    const algo = await find.algo(clientAlgoId);
    if (algo === undefined || algo.symbol !== symbol) return undefined;
    if (algo.actualOrderId) {
      const actual = await cancelInBook(symbol, { orderId: algo.actualOrderId });
      return actual && { ...actual, clientOrderId: clientAlgoId };
    }
    const gone = await askUnless(client, request('DELETE', 'v1/algoOrder', { clientAlgoId }), usdmDone, [
      UNKNOWN_ORDER,
    ]);
    return gone && { ...algoReport(algo), status: 'canceled' };
  };
  return {
    refuse: () => undefined,
    refusePair: () => undefined,
    async place(order) {
      if (isConditional(order)) find.noteAlgo(order.clientOrderId);
      const first = await placeInMode(client, order, mode);
      if (first.reply.kind !== 'refused' || first.reply.code !== WRONG_POSITION_SIDE) return first;
      mode.forget();
      return placeInMode(client, order, mode);
    },
    find: find.byClientId,
    findById: find.byId,
    async ordersWithin(symbol, { from, to }) {
      const span = { startTime: String(from.getTime()), endTime: String(to.getTime()), limit: '1000' };
      const found = await askUnless(client, read('v1/allOrders', { symbol, ...span }), usdmOrders, [NO_SUCH_SYMBOL]);
      return found?.map(usdmReport) ?? [];
    },
    async tradesOf(symbol, id) {
      const orderId = id.startsWith(ALGO_PREFIX) ? (await find.byId(symbol, id))?.exchangeOrderId : id;
      if (orderId === undefined || orderId.startsWith(ALGO_PREFIX)) return [];
      return tradesByOrder((page) => trades({ symbol, orderId, ...page }));
    },
    tradesWithin: (symbol, span) => tradesByTime((page) => trades({ symbol, ...page }), span, WEEK_MS),
    async cancel(symbol, clientOrderId) {
      const inBook = () => cancelInBook(symbol, { origClientOrderId: clientOrderId });
      if (find.isAlgo(clientOrderId)) return (await cancelAlgo(symbol, clientOrderId)) ?? inBook();
      return (await inBook()) ?? cancelAlgo(symbol, clientOrderId);
    },
    async cancelAll(symbol) {
      await Promise.all([
        ask(client, request('DELETE', 'v1/allOpenOrders', { symbol }), usdmDone),
        ask(client, request('DELETE', 'v1/algoOpenOrders', { symbol }), usdmDone),
      ]);
    },
    async countdownCancelAll(symbol, afterMs) {
      await ask(client, setting('v1/countdownCancelAll', { symbol, countdownTime: String(afterMs) }), usdmDone);
    },
    open: find.open,
    prepare: (symbol, settings) => prepare((path, params) => client.send(setting(path, params)), symbol, settings),
    async balances() {
      const balances = await ask(client, read('v3/balance'), usdmBalances);
      return balances
        .map(({ asset, balance, availableBalance }) => ({
          ...{ asset, free: availableBalance, locked: max(zero, balance.minus(availableBalance)) },
        }))
        .filter(({ free, locked }) => !free.eq(zero) || !locked.eq(zero));
    },
    async positions() {
      const positions = await ask(client, read('v3/positionRisk'), usdmPositions);
      return positions
        .filter(({ positionAmt }) => !positionAmt.eq(zero))
        .map(({ symbol, positionAmt, entryPrice, positionSide }) => ({
          ...{ market: 'usdm', symbol, quantity: positionAmt, averageEntryPrice: entryPrice },
          ...(positionSide === 'LONG' || positionSide === 'SHORT'
            ? { positionSide: positionSide === 'LONG' ? 'long' : 'short' }
            : {}),
        }));
    },
    async lastPrice(symbol) {
      const last = await askUnless(client, open('v2/ticker/price', { symbol }), usdmPrice, [NO_SUCH_SYMBOL]);
      return last && { price: last.price, pricedAt: last.time };
    },
    async book(symbol) {
      const book = await askUnless(client, open('v1/ticker/bookTicker', { symbol }), usdmBook, [NO_SUCH_SYMBOL]);
      if (book === undefined) return undefined;
      const { bidPrice: bid, bidQty: bidQuantity, askPrice, askQty: askQuantity, time: pricedAt } = book;
      return { bid, bidQuantity, ask: askPrice, askQuantity, pricedAt };
    },
  };
}

/** While the mode is not known nothing is sent, and the answer says so. */
async function placeInMode(client: BinanceClient, order: OrderRequest, reader: PositionModeReader): Promise<Placing> {
  try {
    return placeOnce(client, order, await reader.read());
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'The position mode of the account could not be read';
    return { reply: { kind: 'unsent', reason }, read: () => undefined };
  }
}

async function placeOnce(client: BinanceClient, order: OrderRequest, mode: PositionMode): Promise<Placing> {
  const { submittedAt: asOf } = order;
  const common = { market: 'usdm', method: 'POST', security: 'signed', kind: 'order', asOf } as const;
  if (isConditional(order)) {
    const reply = await client.send({ ...common, path: '/fapi/v1/algoOrder', params: usdmAlgoParams(order, mode) });
    const read: Placing['read'] = (body) => {
      const { data } = usdmAlgo.safeParse(body);
      return data && { report: algoReport(data) };
    };
    return { reply, read };
  }
  const reply = await client.send({ ...common, path: '/fapi/v1/order', params: usdmOrderParams(order, mode) });
  return {
    reply,
    read(body) {
      const { data } = usdmOrder.safeParse(body);
      return data && { report: usdmReport(data) };
    },
  };
}

/** What somebody can do about it, where the exchange does not say. */
function inWords(
  symbol: string,
  { code, message }: { code: number; message: string },
  marginType: SymbolSettings['marginType'],
): string {
  const inTheWay = IN_THE_WAY[code];
  if (inTheWay === undefined) return message;
  return `${message} ${symbol} cannot be set to "${marginType}" margin while ${inTheWay} in it: close or cancel first, or let the strategy trade with the margin type that is set`;
}

type SendSetting = (path: string, params: Params) => Promise<ClientReply>;

/**
 * The margin type first: lowering the leverage of an isolated position is refused. What is set so already is fine, and what would
 * leave the outcome of an order open leaves this open as well.
 */
async function prepare(
  send: SendSetting,
  symbol: string,
  { leverage, marginType }: SymbolSettings,
): Promise<PrepareOutcome> {
  const steps: [string, Params][] = [];
  if (marginType !== undefined)
    steps.push(['v1/marginType', { symbol, marginType: marginType === 'isolated' ? 'ISOLATED' : 'CROSSED' }]);
  if (leverage !== undefined) steps.push(['v1/leverage', { symbol, leverage: String(leverage) }]);
  for (const [path, params] of steps) {
    const reply = await send(path, params);
    const isFine = reply.kind === 'ok' || (reply.kind === 'refused' && reply.code === SAME_MARGIN_TYPE);
    if (isFine) continue;
    const answer = readOrderAnswer('usdm', reply);
    if (answer.status === 'rejected') {
      const { code, message } = answer;
      return { status: 'refused', code, message: inWords(symbol, { code: Number(code), message }, marginType) };
    }
    throw unanswered(
      { market: 'usdm', method: 'POST', path: `/fapi/${path}`, security: 'signed', kind: 'command' },
      reply,
    );
  }
  return { status: 'ready' };
}
