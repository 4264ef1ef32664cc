import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pgAccountStore } from '../../../shared/accounts/store.pg.ts';
import { exchangeChooser } from '../../../shared/exchanges/choose-exchange.ts';
import { pgPaperExchange } from '../../../shared/exchanges/paper/paper-exchange.pg.ts';
import { decimal, print } from '../../../shared/money/decimal.ts';
import { readPortfolio } from '../../../shared/portfolio/read-portfolio.ts';
import { pgPortfolioStore } from '../../../shared/portfolio/store.pg.ts';
import { takeEquitySnapshot } from '../../../shared/portfolio/take-equity-snapshot.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { fixedClock, fixedIds, NOW } from '../../support/fixed.ts';
import { insertTrader } from '../../support/trading-rows.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('portfolio');
  await insertTrader(database.pool, { id: '1', hookToken: 'one' });
  await insertTrader(database.pool, { id: '2', hookToken: 'two' });
  await database.pool.query(
    `insert into paper_balances (account_id, market, asset, free, locked) values
       ('acc_1', 'spot', 'USDT', 9000, 500), ('acc_1', 'spot', 'BTC', 0.01, 0), ('acc_1', 'usdm', 'USDT', 10000, 0)`,
  );
  await database.pool.query(
    `insert into prices (market, symbol, price, source, seen_at) values
       ('spot', 'BTCUSDT', 60000, 'alert', $1), ('usdm', 'ETHUSDT', 3000, 'alert', $1)`,
    [NOW],
  );
  await database.pool.query(
    `insert into positions (id, user_id, account_id, market, symbol, quantity, entry_notional, realized_pnl, commission,
       opened_at, updated_at, closed_at) values
       ('pos_1', 'usr_1', 'acc_1', 'spot', 'BTCUSDT', 0.01, 500, 0, 0.5, $1, $1, null),
       ('pos_2', 'usr_1', 'acc_1', 'usdm', 'ETHUSDT', -1, 3200, 10, 1.5, $1, $1, null),
       ('pos_3', 'usr_1', 'acc_1', 'usdm', 'ETHUSDT', 0, 0, -40, 2, $1, $1, $1)`,
    [NOW],
  );
});
afterAll(() => database.close());
beforeEach(() => database.pool.query('truncate equity_snapshots'));

const now = fixedClock();
const deps = () => ({
  accounts: pgAccountStore(database.pool),
  portfolio: pgPortfolioStore(database.pool),
  chooseExchange: exchangeChooser({
    now,
    paper: (account) => pgPaperExchange(database.pool, { account, now, newId: fixedIds() }),
  }),
  now,
});

it('readPortfolio() adds up balances, open positions and what was closed', async () => {
  const { total, accounts, prices } = await readPortfolio(deps(), { userId: 'usr_1' });
  const figures = Object.fromEntries(
    Object.entries(total).map(([name, value]) => [
      name,
      typeof value === 'object' && 'toFixed' in value ? print(value) : value,
    ]),
  );
  expect(figures).toMatchObject({
    equity: '20300',
    realizedPnl: '-30',
    unrealizedPnl: '300',
    exposure: '3600',
    commission: '4',
  });
  expect(accounts).toMatchObject([{ accountId: 'acc_1', openPositions: 2 }]);
  expect(prices).toEqual({ missing: [], old: [] });
});

describe('takeEquitySnapshot()', () => {
  it('writes down each account once a minute, however often it runs', async () => {
    expect(await takeEquitySnapshot(deps())).toEqual({ taken: 2, failed: [] });
    await takeEquitySnapshot(deps());
    const { rows } = await database.pool.query(
      'select account_id, at, equity::text from equity_snapshots order by account_id',
    );
    expect(rows).toEqual([
      { account_id: 'acc_1', at: NOW, equity: '20300' },
      { account_id: 'acc_2', at: NOW, equity: '0' },
    ]);
  });

  it('keeps the others when one account cannot be valued', async () => {
    const broken = {
      ...deps(),
      chooseExchange: async (account: Parameters<ReturnType<typeof deps>['chooseExchange']>[0]) => {
        if (account.id === 'acc_1') throw new Error('away');
        return deps().chooseExchange(account);
      },
    };
    expect(await takeEquitySnapshot(broken)).toMatchObject({ taken: 1, failed: [{ accountId: 'acc_1' }] });
  });
});

describe('pgPortfolioStore().curve()', () => {
  const minute = (n: number) => new Date(NOW.getTime() + n * 60_000);
  const range = { from: NOW, to: minute(5_000), maxPoints: 1_000 };

  beforeEach(() =>
    database.pool.query(
      `insert into equity_snapshots (user_id, account_id, at, equity, realized_pnl, unrealized_pnl, exposure)
       select 'usr_' || a, 'acc_' || a, $1::timestamptz + n * interval '1 minute', n * a, 0, 0, 0
       from generate_series(0, 4999) n, generate_series(1, 2) a`,
      [NOW],
    ),
  );

  it('gives at most as many points as asked for, oldest first, each the last of its part', async () => {
    const points = await pgPortfolioStore(database.pool).curve('usr_1', range);
    expect(points).toHaveLength(1_000);
    expect(points[0]?.at).toEqual(minute(4));
    expect(points.at(-1)).toMatchObject({ at: minute(4_999), equity: decimal('4999') });
  });

  it('gives every snapshot where there are few, the beginning in and the end out', async () => {
    const points = await pgPortfolioStore(database.pool).curve('usr_1', { ...range, to: minute(3) });
    expect(points.map((point) => print(point.equity))).toEqual(['0', '1', '2']);
  });

  it('adds up the accounts of one user, and shows one alone', async () => {
    await database.pool.query(
      `insert into accounts (id, user_id, exchange, mode, name, created_at) values ('acc_3', 'usr_1', 'paper', 'paper', 'second', now())`,
    );
    await database.pool.query(
      `insert into equity_snapshots (user_id, account_id, at, equity, realized_pnl, unrealized_pnl, exposure)
       values ('usr_1', 'acc_3', $1, 1000, 0, 0, 0)`,
      [minute(1)],
    );
    const store = pgPortfolioStore(database.pool);
    const both = await store.curve('usr_1', { ...range, to: minute(2) });
    expect(both.map((point) => print(point.equity))).toEqual(['0', '1001']);
    const one = await store.curve('usr_1', { ...range, to: minute(2), accountId: 'acc_3' });
    expect(one.map((point) => print(point.equity))).toEqual(['1000']);
    expect(await store.curve('usr_2', { ...range, accountId: 'acc_3' })).toEqual([]);
    await database.pool.query(`delete from equity_snapshots where account_id = 'acc_3'`);
    await database.pool.query(`delete from accounts where id = 'acc_3'`);
  });
});
