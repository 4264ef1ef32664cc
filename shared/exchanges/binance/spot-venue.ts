import * as z from 'zod';
import { AppError } from '../../errors/app-error.ts';
import { print, zero } from '../../money/decimal.ts';
import type { OrderRequest } from '../exchange.ts';
import { ask, askUnless } from './ask.ts';
import type { BinanceClient, ClientRequest } from './client.ts';
import { endedSiblings } from './ended-siblings.ts';
import { ocoParams, refuseOco } from './spot-pair.ts';
import {
  spotAccount,
  spotBook,
  spotOrder,
  spotOrderList,
  spotOrders,
  spotPlacedTrades,
  spotPrice,
  spotReport,
  spotTrades,
} from './spot-schemas.ts';
import { spotTerms, toSideWord } from './spot-terms.ts';
import { tradesByOrder, tradesByTime } from './trade-pages.ts';
import type { LocalRefusal, Venue } from './venue.ts';

const NO_SUCH_SYMBOL = -1121;
const UNKNOWN_ORDER = -2011;
const NO_SUCH_ORDER = -2013;
/** The longest span that one question may cover. */
const DAY_MS = 86_400_000;

/** https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md */
export function spotVenue(client: BinanceClient): Venue {
  const request = (method: ClientRequest['method'], path: string, params: ClientRequest['params']): ClientRequest => ({
    ...{ market: 'spot', method, path: `/api/v3/${path}`, security: 'signed' },
    kind: method === 'GET' ? 'read' : method === 'DELETE' ? 'command' : 'order',
    ...(params === undefined ? {} : { params }),
  });
  const read = (path: string, params?: ClientRequest['params']): ClientRequest => request('GET', path, params);
  const open = (path: string, params: ClientRequest['params']): ClientRequest => ({
    ...read(path, params),
    security: 'none',
  });
  const trades = (params: ClientRequest['params']) => ask(client, read('myTrades', params), spotTrades);
  const findWith = async (params: ClientRequest['params']) => {
    const found = await askUnless(client, read('order', params), spotOrder, [NO_SUCH_ORDER, NO_SUCH_SYMBOL]);
    return found && spotReport(found);
  };
  const ended = endedSiblings();
  return {
    refuse,
    refusePair: refuseOco,
    async place(order) {
      const reply = await client.send({ ...request('POST', 'order', orderParams(order)), asOf: order.submittedAt });
      return {
        reply,
        read(body) {
          const { data } = spotOrder.safeParse(body);
          return data && { report: spotReport(data), trades: spotPlacedTrades(data) };
        },
      };
    },
    async placePair(pair) {
      const reply = await client.send({ ...request('POST', 'orderList/oco', ocoParams(pair)), asOf: pair.submittedAt });
      return {
        reply,
        read(body) {
          const reports = spotOrderList.safeParse(body).data?.orderReports.map(spotReport) ?? [];
          const leg = (id: string) => reports.find(({ clientOrderId }) => clientOrderId === id);
          const [takeProfit, stop] = [leg(pair.takeProfit.clientOrderId), leg(pair.stop.clientOrderId)];
          return takeProfit && stop && { takeProfit, stop };
        },
      };
    },
    find: (symbol, origClientOrderId) => findWith({ symbol, origClientOrderId }),
    findById: (symbol, orderId) => findWith({ symbol, orderId }),
    async ordersWithin(symbol, { from, to }) {
      const span = { startTime: String(from.getTime()), endTime: String(to.getTime()), limit: '1000' };
      const found = await askUnless(client, read('allOrders', { symbol, ...span }), spotOrders, [NO_SUCH_SYMBOL]);
      return found?.map(spotReport) ?? [];
    },
    tradesOf: (symbol, orderId) => tradesByOrder((page) => trades({ symbol, orderId, ...page })),
    tradesWithin: (symbol, span) => tradesByTime((page) => trades({ symbol, ...page }), span, DAY_MS),
    async cancel(symbol, origClientOrderId) {
      const before = ended.take(symbol, origClientOrderId);
      if (before !== undefined) return before;
      const canceled = z.union([spotOrder, spotOrderList]);
      const params = { symbol, origClientOrderId };
      const found = await askUnless(client, request('DELETE', 'order', params), canceled, [
        UNKNOWN_ORDER,
        NO_SUCH_SYMBOL,
      ]);
      const reports = (found === undefined ? [] : 'orderReports' in found ? found.orderReports : [found]).map(
        spotReport,
      );
      for (const report of reports) if (report.clientOrderId !== origClientOrderId) ended.note(report);
      return reports.find(({ clientOrderId }) => clientOrderId === origClientOrderId);
    },
    async cancelAll(symbol) {
      await askUnless(client, request('DELETE', 'openOrders', { symbol }), z.unknown(), [UNKNOWN_ORDER]);
    },
    async countdownCancelAll() {
      throw new AppError('exchange_unavailable', 'Cannot start a countdown: Binance Spot has none', {
        retryable: false,
      });
    },
    open: async () => (await ask(client, read('openOrders'), spotOrders)).map(spotReport),
    async prepare(_symbol, settings) {
      if (settings.leverage === undefined && settings.marginType === undefined) return { status: 'ready' };
      return { status: 'refused', code: 'not_supported', message: 'Spot has neither leverage nor margin' };
    },
    async balances() {
      const { balances } = await ask(client, read('account', { omitZeroBalances: 'true' }), spotAccount);
      return balances.filter(({ free, locked }) => free.plus(locked).gt(zero));
    },
    positions: async () => [],
    lastPrice: (symbol) => askUnless(client, open('ticker/price', { symbol }), spotPrice, [NO_SUCH_SYMBOL]),
    async book(symbol) {
      const book = await askUnless(client, open('ticker/bookTicker', { symbol }), spotBook, [NO_SUCH_SYMBOL]);
      return book && { bid: book.bidPrice, bidQuantity: book.bidQty, ask: book.askPrice, askQuantity: book.askQty };
    },
  };
}

function orderParams(order: OrderRequest): ClientRequest['params'] {
  const { type, ...terms } = spotTerms(order);
  return {
    ...{ symbol: order.symbol, side: toSideWord(order.side), type, ...terms, quantity: print(order.quantity) },
    ...{ newClientOrderId: order.clientOrderId, newOrderRespType: 'FULL' },
  };
}

/** Spot has no reduce-only flag. Selling what one owns reduces by itself; a purchase never does. */
function refuse(order: OrderRequest): LocalRefusal | undefined {
  if (order.reduceOnly && order.side === 'buy') return { code: '-2022', message: 'ReduceOnly Order is rejected.' };
  return undefined;
}
