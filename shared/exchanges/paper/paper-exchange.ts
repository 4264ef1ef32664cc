import { AppError } from '../../errors/app-error.ts';
import type { NewId } from '../../ids/new-id.ts';
import { zero } from '../../money/decimal.ts';
import { averageEntryPrice } from '../../positions/position.ts';
import type { Clock } from '../../time/clock.ts';
import type { CancelOutcome, Exchange } from '../exchange.ts';
import { withOrder } from './books.ts';
import { asExchangeOrder, asOpenOrder, isResting, type PaperOrder } from './paper-order.ts';
import { placePaperOrder } from './place-paper-order.ts';
import { notSupported } from './refusal.ts';
import type { Change, PaperStore } from './store.ts';
import { nearestPaperSymbols, paperSymbol } from './symbols.ts';

export type PaperExchangeDeps = { store: PaperStore; now: Clock; newId: NewId; accountId: string };

/** An exchange that trades nothing but its own books: one account of it. How it trades is read from the account's settings. */
export function paperExchange(deps: PaperExchangeDeps): Exchange {
  const { store, now, accountId } = deps;
  return {
    capabilities: { conditionalOrders: false, pairs: false, symbolSettings: false, countdownCancel: [] },
    symbolRules: async (market, symbol) => paperSymbol(market, symbol),
    nearestSymbols: async (market, symbol, limit) => nearestPaperSymbols(market, symbol, limit),
    place: (request) => placePaperOrder(deps, request),
    placePair: async () => ({ status: 'rejected', ...notSupported('pairs of orders') }),
    prepareSymbol: async () => ({ status: 'refused', ...notSupported('settings of a symbol') }),
    async countdownCancelAll() {
      throw new AppError('exchange_unavailable', notSupported('countdowns').message, { retryable: false });
    },
    cancelAll: (market, symbol) =>
      store.change({ accountId, market }, ({ books }): Change<void> => {
        const canceled = books.resting
          .filter((order) => order.symbol === symbol)
          .map((order): PaperOrder => ({ ...order, status: 'canceled', updatedAt: now() }));
        return { result: undefined, books: canceled.reduce(withOrder, books), orders: canceled };
      }),
    cancel: (market, symbol, clientOrderId) =>
      store.change({ accountId, market, clientOrderId }, ({ books, order }): Change<CancelOutcome> => {
        if (order === undefined || !isIn(order, market, symbol)) return { result: { status: 'not_found' } };
        if (!isResting(order)) return { result: { status: 'already_closed', order: asExchangeOrder(order) } };
        const canceled: PaperOrder = { ...order, status: 'canceled', updatedAt: now() };
        const result: CancelOutcome = { status: 'canceled', order: asExchangeOrder(canceled) };
        return { result, books: withOrder(books, canceled), orders: [canceled] };
      }),
    async lookUp(market, symbol, clientOrderId) {
      const order = await store.find(accountId, clientOrderId);
      return order !== undefined && isIn(order, market, symbol)
        ? { status: 'found', order: asExchangeOrder(order) }
        : { status: 'not_found', isFinal: true };
    },
    openOrders: async (market) => (await store.resting({ accountId, market })).map(asOpenOrder),
    fillsOf: (market, symbol, orderId) => store.fills({ accountId, market, symbol, orderId }),
    fillsSince: (market, symbol, since) => store.fills({ accountId, market, symbol, since }),
    balances: (market) => store.balances({ accountId, market }),
    async positions(market) {
      if (market === 'spot') return [];
      return [...(await store.positions(accountId))].map(([symbol, holding]) => ({
        market,
        symbol,
        quantity: holding.quantity,
        averageEntryPrice: averageEntryPrice(holding) ?? zero,
      }));
    },
    lastPrice: (market, symbol) => store.lastPrice(market, symbol),
    async bookTicker(market, symbol) {
      const last = await store.lastPrice(market, symbol);
      if (last === undefined) return undefined;
      return { bid: last.price, bidQuantity: zero, ask: last.price, askQuantity: zero, seenAt: last.seenAt };
    },
  };
}

function isIn(order: PaperOrder, market: PaperOrder['market'], symbol: string): boolean {
  return order.market === market && order.symbol === symbol;
}
