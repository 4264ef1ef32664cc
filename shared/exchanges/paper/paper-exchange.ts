import { AppError } from '../../errors/app-error.ts';
import type { NewId } from '../../ids/new-id.ts';
import { zero } from '../../money/decimal.ts';
import { averageEntryPrice } from '../../positions/position.ts';
import type { Clock } from '../../time/clock.ts';
import type { CancelOutcome, Exchange } from '../exchange.ts';
import { endOrders, siblingsOf } from './end-order.ts';
import { asExchangeOrder, asOpenOrder, isOpen, type PaperOrder } from './paper-order.ts';
import { placePaperOrder } from './place-paper-order.ts';
import { placePaperPair } from './place-paper-pair.ts';
import { notSupported } from './refusal.ts';
import type { Change, PaperStore } from './store.ts';
import { nearestPaperSymbols, paperSymbol } from './symbols.ts';

export type PaperExchangeDeps = { store: PaperStore; now: Clock; newId: NewId; accountId: string };

/** An exchange that trades nothing but its own books: one account of it. How it trades is read from the account's settings. */
export function paperExchange(deps: PaperExchangeDeps): Exchange {
  const { store, now, accountId } = deps;
  return {
    capabilities: { conditionalOrders: true, pairs: true, symbolSettings: false, countdownCancel: [] },
    symbolRules: async (market, symbol) => paperSymbol(market, symbol),
    nearestSymbols: async (market, symbol, limit) => nearestPaperSymbols(market, symbol, limit),
    place: (request) => placePaperOrder(deps, request),
    placePair: (request) => placePaperPair(deps, request),
    prepareSymbol: async () => ({ status: 'refused', ...notSupported('settings of a symbol') }),
    async countdownCancelAll() {
      throw new AppError('exchange_unavailable', notSupported('countdowns').message, { retryable: false });
    },
    cancelAll: (market, symbol) =>
      store.change({ accountId, market }, ({ books }): Change<void> => {
        const all = books.openOrders.filter((order) => order.symbol === symbol);
        return { result: undefined, ...endOrders(books, all, { status: 'canceled', at: now() }) };
      }),
    cancel: (market, symbol, clientOrderId) =>
      store.change(
        { accountId, market, clientOrderIds: [clientOrderId] },
        ({ books, found: [order] }): Change<CancelOutcome> => {
          if (order === undefined || !isIn(order, market, symbol)) return { result: { status: 'not_found' } };
          if (!isOpen(order)) return { result: { status: 'already_closed', order: asExchangeOrder(order) } };
          // One leg of a pair takes the other one with it.
          const all = [order, ...siblingsOf(books, order)];
          const result: CancelOutcome = {
            status: 'canceled',
            order: asExchangeOrder({ ...order, status: 'canceled' }),
          };
          return { result, ...endOrders(books, all, { status: 'canceled', at: now() }) };
        },
      ),
    async lookUp(market, symbol, clientOrderId) {
      const order = await store.find(accountId, clientOrderId);
      return order !== undefined && isIn(order, market, symbol)
        ? { status: 'found', order: asExchangeOrder(order) }
        : { status: 'not_found', isFinal: true };
    },
    openOrders: async (market) => (await store.openOrders({ accountId, market })).map(asOpenOrder),
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
