import { type Database, type Pool, whileAvailable } from '../../database/pool.pg.ts';
import { inTransaction } from '../../database/transaction.pg.ts';
import { AppError } from '../../errors/app-error.ts';
import type { Market } from '../../markets/market.ts';
import { zero } from '../../money/decimal.ts';
import type { Balance } from '../exchange.ts';
import type { Books } from './books.ts';
import { balancesOf } from './funds.ts';
import { type BooksChange, keepChange } from './keep-change.pg.ts';
import { type PaperSettings, readPaperSettings } from './paper-settings.ts';
import { keepPrice, lastPrice, openSymbols } from './prices.pg.ts';
import { readBalances, readFills, readOpenOrders, readOrder, readPage, readPositions } from './read-books.pg.ts';
import type { Change, Page, PaperScope, PaperStore } from './store.ts';

/** Books in Postgres. How an account trades stands in `accounts.settings`, so that a change of it counts from the next order. */
export function pgPaperStore(pool: Pool): PaperStore {
  return {
    open: (accountId, settings) => inTransaction(pool, (database) => openBooks(database, accountId, settings)),
    change: (scope, decide) => inTransaction(pool, (database) => changeBooks(database, scope, decide)),
    async find(accountId, clientOrderId) {
      const order = await whileAvailable(() => readOrder(pool, accountId, clientOrderId));
      if (order !== undefined) return order;
      // The answer to a commit may have been lost while the commit itself is still on its way: it holds the lock until then.
      return inTransaction(pool, async (database) => {
        await lockAccount(database, accountId);
        return readOrder(database, accountId, clientOrderId);
      });
    },
    openOrders: (scope) => whileAvailable(() => readOpenOrders(pool, scope)),
    fills: (scope) => whileAvailable(() => readFills(pool, scope)),
    balances: (scope) => whileAvailable(() => readBalances(pool, scope)),
    positions: (accountId) => whileAvailable(() => readPositions(pool, accountId)),
    keepPrice: (seen) => whileAvailable(() => keepPrice(pool, seen)),
    lastPrice: (market, symbol) => whileAvailable(() => lastPrice(pool, { market, symbol })),
    openSymbols: () => whileAvailable(() => openSymbols(pool)),
  };
}

const LOCK = 'select settings from accounts where id = $1 for no key update';

/**
 * The commit of a change does not wait for the disk. Postgres keeps commits in their order: our own order is committed as
 * `submitting` before the exchange is asked, and whatever we commit about its answer writes down the books before it. If
 * Postgres dies in between, neither is there; the order is looked up, not found, and placed again under the same id.
 */
const LOCK_TO_CHANGE = `select settings, set_config('synchronous_commit', 'off', true)
  from accounts where id = $1 for no key update`;

/**
 * One row stands for all books of the account. Locking the balances instead would overlook those that another order is just
 * adding. Rows that refer to the account may still be written meanwhile. What is read under the lock has to be read by a
 * later statement: this one sees what was there before it waited.
 */
async function lockAccount(database: Database, accountId: string, lock = LOCK): Promise<PaperSettings> {
  const { rows } = await database.query<{ settings: unknown }>(lock, [accountId]);
  const account = rows[0];
  if (account === undefined)
    throw new AppError('not_found', `Cannot open the books: there is no account "${accountId}"`);
  return readPaperSettings(account.settings);
}

/** For others that open an account inside a transaction of theirs. @returns false when it has its balances already */
export async function openBooks(
  database: Database,
  accountId: string,
  { startingBalances }: PaperSettings,
): Promise<boolean> {
  await lockAccount(database, accountId);
  const { rowCount } = await database.query('select from paper_balances where account_id = $1 limit 1', [accountId]);
  if (rowCount !== 0) return false;
  const markets: Market[] = ['spot', 'usdm'];
  const balances = markets.flatMap((market) =>
    Object.entries(startingBalances[market]).map(([asset, free]) => ({ market, asset, free, locked: zero })),
  );
  await keepChange(database, accountId, { orders: [], balances, positions: new Map() });
  return true;
}

async function changeBooks<Result>(
  database: Database,
  scope: PaperScope & { clientOrderIds?: readonly string[] },
  decide: (page: Page) => Change<Result>,
): Promise<Result> {
  const { accountId, market } = scope;
  const settings = await lockAccount(database, accountId, LOCK_TO_CHANGE);
  const { books, balances, found } = await readPage(database, scope);
  const { result, books: after, orders = [] } = decide({ settings, books, found });
  if (after === undefined) return result;
  const changed = changedBalances(balances, balancesOf(after, settings)).map((balance) => ({ market, ...balance }));
  await keepChange(database, accountId, { orders, balances: changed, positions: changedPositions(books, after) });
  return result;
}

function changedBalances(before: readonly Balance[], after: readonly Balance[]): Balance[] {
  const known = new Map(before.map((balance) => [balance.asset, balance]));
  return after.filter(({ asset, free, locked }) => {
    const old = known.get(asset);
    return old === undefined || !old.free.eq(free) || !old.locked.eq(locked);
  });
}

function changedPositions(before: Books, after: Books): BooksChange['positions'] {
  const symbols = [...new Set([...before.positions.keys(), ...after.positions.keys()])];
  const changed = symbols.filter((symbol) => before.positions.get(symbol) !== after.positions.get(symbol));
  return new Map(changed.map((symbol) => [symbol, after.positions.get(symbol)]));
}
