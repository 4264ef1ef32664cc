import { AppError } from '../../errors/app-error.ts';
import type { Market } from '../../markets/market.ts';
import type { Decimal } from '../../money/decimal.ts';
import type { Holding } from '../../positions/position.ts';
import type { Books } from './books.ts';
import { balancesOf } from './funds.ts';
import type { PaperOrder } from './paper-order.ts';
import type { PaperSettings } from './paper-settings.ts';
import { isConcerned } from './see-waiting.ts';
import type { PaperStore } from './store.ts';

type Account = { settings: PaperSettings; books: Record<Market, Books>; orders: Map<string, PaperOrder> };

/** Books that last as long as the process. */
export function memoryPaperStore(): PaperStore {
  const accounts = new Map<string, Account>();
  const prices = new Map<string, { price: Decimal; seenAt: Date }>();
  const accountOf = (id: string): Account => {
    const account = accounts.get(id);
    if (account === undefined) throw new AppError('not_found', `Cannot open the books: there is no account "${id}"`);
    return account;
  };
  return {
    async open(accountId, settings) {
      if (accounts.has(accountId)) return false;
      accounts.set(accountId, newAccount(settings));
      return true;
    },
    async change({ accountId, market, clientOrderIds = [] }, decide) {
      const account = accountOf(accountId);
      const found = clientOrderIds.map((id) => account.orders.get(id)).filter((order) => order !== undefined);
      const change = decide({ settings: account.settings, books: account.books[market], found });
      if (change.books !== undefined) account.books[market] = change.books;
      for (const changed of change.orders ?? []) account.orders.set(changed.clientOrderId, changed);
      return change.result;
    },
    find: async (accountId, clientOrderId) => accountOf(accountId).orders.get(clientOrderId),
    openOrders: async ({ accountId, market }) => [...accountOf(accountId).books[market].openOrders],
    async fills({ accountId, market, symbol, orderId, since }) {
      const orders = [...accountOf(accountId).orders.values()].filter(
        (order) =>
          order.market === market && order.symbol === symbol && (orderId === undefined || order.id === orderId),
      );
      return orders
        .flatMap(({ id, side, fills }) => fills.map((fill) => ({ ...fill, exchangeOrderId: id, side })))
        .filter(({ filledAt }) => since === undefined || filledAt >= since)
        .sort((a, b) => a.filledAt.getTime() - b.filledAt.getTime());
    },
    async balances({ accountId, market }) {
      const { books, settings } = accountOf(accountId);
      return balancesOf(books[market], settings);
    },
    positions: async (accountId): Promise<ReadonlyMap<string, Holding>> => accountOf(accountId).books.usdm.positions,
    async keepPrice({ market, symbol, price, seenAt }) {
      const known = prices.get(`${market} ${symbol}`);
      if (known === undefined || known.seenAt <= seenAt) prices.set(`${market} ${symbol}`, { price, seenAt });
      const isAnyConcerned = ({ books }: Account): boolean =>
        books[market].openOrders.some((order) => order.symbol === symbol && isConcerned(order, price));
      return [...accounts].filter(([, account]) => isAnyConcerned(account)).map(([id]) => id);
    },
    lastPrice: async (market, symbol) => prices.get(`${market} ${symbol}`),
    async openSymbols() {
      const open = [...accounts.values()].flatMap(({ books }) => [...books.spot.openOrders, ...books.usdm.openOrders]);
      return [...new Map(open.map(({ market, symbol }) => [`${market} ${symbol}`, { market, symbol }])).values()];
    },
  };
}

function newAccount(settings: PaperSettings): Account {
  const empty = (market: Market): Books => ({
    market,
    totals: new Map(Object.entries(settings.startingBalances[market])),
    positions: new Map(),
    openOrders: [],
  });
  const books = { spot: empty('spot'), usdm: empty('usdm') };
  return { settings, books, orders: new Map() };
}
