import { type Database, type Pool, whileAvailable } from '../../database/pool.pg.ts';
import { inTransaction } from '../../database/transaction.pg.ts';
import { AppError } from '../../errors/app-error.ts';
import type { Market } from '../../markets/market.ts';
import { zero } from '../../money/decimal.ts';
import { balancesOf } from './funds.ts';
import { keepBalances, keepOrder, keepPosition } from './keep-change.pg.ts';
import { type PaperSettings, readPaperSettings } from './paper-settings.ts';
import { keepPrice, lastPrice, restingSymbols } from './prices.pg.ts';
import { readBalances, readBooks, readOrder, readPositions, readResting } from './read-books.pg.ts';
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
    resting: (scope) => whileAvailable(() => readResting(pool, scope)),
    balances: (scope) => whileAvailable(() => readBalances(pool, scope)),
    positions: (accountId) => whileAvailable(() => readPositions(pool, accountId)),
    keepPrice: (seen) => whileAvailable(() => keepPrice(pool, seen)),
    lastPrice: (market, symbol) => whileAvailable(() => lastPrice(pool, { market, symbol })),
    restingSymbols: () => whileAvailable(() => restingSymbols(pool)),
  };
}

/**
 * One row stands for all books of the account. Locking the balances instead would overlook those that another order is just
 * adding. Rows that refer to the account may still be written meanwhile.
 */
async function lockAccount(database: Database, accountId: string): Promise<PaperSettings> {
  const { rows } = await database.query<{ settings: unknown }>(
    'select settings from accounts where id = $1 for no key update',
    [accountId],
  );
  const account = rows[0];
  if (account === undefined)
    throw new AppError('not_found', `Cannot open the books: there is no account "${accountId}"`);
  return readPaperSettings(account.settings);
}

async function openBooks(database: Database, accountId: string, { startingBalances }: PaperSettings): Promise<boolean> {
  await lockAccount(database, accountId);
  const { rowCount } = await database.query('select from paper_balances where account_id = $1 limit 1', [accountId]);
  if (rowCount !== 0) return false;
  const markets: Market[] = ['spot', 'usdm'];
  for (const market of markets) {
    const after = Object.entries(startingBalances[market]).map(([asset, free]) => ({
      asset,
      free,
      locked: zero,
    }));
    await keepBalances(database, { accountId, market }, { before: [], after });
  }
  return true;
}

async function changeBooks<Result>(
  database: Database,
  scope: PaperScope & { clientOrderId?: string },
  decide: (page: Page) => Change<Result>,
): Promise<Result> {
  const { accountId, clientOrderId } = scope;
  const settings = await lockAccount(database, accountId);
  const order = clientOrderId === undefined ? undefined : await readOrder(database, accountId, clientOrderId);
  const { books, balances } = await readBooks(database, scope);
  const { result, books: after, orders = [] } = decide({ settings, books, order });
  if (after === undefined) return result;
  for (const changed of orders) await keepOrder(database, accountId, changed);
  await keepBalances(database, scope, { before: balances, after: balancesOf(after, settings) });
  for (const symbol of new Set([...books.positions.keys(), ...after.positions.keys()]))
    if (books.positions.get(symbol) !== after.positions.get(symbol))
      await keepPosition(database, accountId, symbol, after);
  return result;
}
