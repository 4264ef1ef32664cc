import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { matchRestingOrders } from '../../shared/exchanges/paper/match-resting-orders.ts';
import { openPaperAccount } from '../../shared/exchanges/paper/open-paper-account.ts';
import { paperExchange } from '../../shared/exchanges/paper/paper-exchange.ts';
import { readPaperSettings } from '../../shared/exchanges/paper/paper-settings.ts';
import { seePrice } from '../../shared/exchanges/paper/see-price.ts';
import { memoryPaperStore } from '../../shared/exchanges/paper/store.memory.ts';
import { pgPaperStore } from '../../shared/exchanges/paper/store.pg.ts';
import type { PaperStore } from '../../shared/exchanges/paper/store.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { fixedClock, fixedIds, NOW } from '../support/fixed.ts';
import { request, showBalances, showOrder, showPositions } from './exchange.contract.ts';
import { paperAccounts } from './exchange-paper.world.ts';

const settings = readPaperSettings({});
const at = (second: number): Date => new Date(NOW.getTime() + second * 1_000);

describe.each(['memory', 'Postgres'])('PaperStore in %s', (kind) => {
  let database: TestDatabase | undefined;
  let store: PaperStore;
  let opened = 0;
  const deps = () => ({ store, now: fixedClock(), newId });
  const newId = fixedIds();
  const openAccount = async (given: Record<string, unknown> = {}): Promise<string> => {
    opened += 1;
    const accountId = `acc_${opened}`;
    if (database !== undefined) await paperAccounts(database.pool).add(accountId, given);
    await openPaperAccount({ store }, { accountId, settings: readPaperSettings(given) });
    return accountId;
  };

  beforeAll(async () => {
    if (kind === 'Postgres') database = await testDatabase('paper store');
  });
  afterAll(() => database?.close());
  beforeEach(() => {
    store = database === undefined ? memoryPaperStore() : pgPaperStore(database.pool);
  });

  it('keeps the newest price, in whatever order they come', async () => {
    for (const [price, second] of [
      ['100', 5],
      ['90', 3],
      ['110', 7],
      ['120', 7],
      ['95', 6],
    ] as const)
      await store.keepPrice({
        market: 'spot',
        symbol: 'UNIUSDT',
        price: decimal(price),
        seenAt: at(second),
        source: 'test',
      });
    expect(await store.lastPrice('spot', 'UNIUSDT')).toEqual({ price: decimal('120'), seenAt: at(7) });
  });

  it('does not let a price of zero or less count', async () => {
    for (const price of ['0', '-1'])
      await seePrice(deps(), { market: 'spot', symbol: 'ICPUSDT', price: decimal(price), seenAt: NOW, source: 'test' });
    expect(await store.lastPrice('spot', 'ICPUSDT')).toBeUndefined();
  });

  it('finds on a later look what was not filled when its price was seen', async () => {
    const accountId = await openAccount();
    const exchange = paperExchange({ ...deps(), accountId });
    await exchange.place(request('spot', 'buy 10 LINKUSDT at 10 seen 12', 'missed'));
    await store.keepPrice({ market: 'spot', symbol: 'LINKUSDT', price: decimal('9'), seenAt: at(60), source: 'test' });
    expect(await matchRestingOrders(deps())).toEqual({ ended: 1, failures: [] });
    const found = await exchange.lookUp('spot', 'LINKUSDT', 'missed');
    expect(found.status === 'found' && showOrder(found.order)).toBe('filled 10 @ 10');
    expect((await store.lastPrice('spot', 'LINKUSDT'))?.seenAt, 'an old price stays old').toEqual(at(60));
    expect(await store.openSymbols()).toEqual([]);
  });

  it('reports an account that it cannot serve and goes on with the others', async () => {
    const [broken, sound] = [await openAccount(), await openAccount()];
    const buy = request('spot', 'buy 10 DOTUSDT at 5 seen 7', 'waiting');
    for (const accountId of [broken, sound]) await paperExchange({ ...deps(), accountId }).place(buy);
    const whole = store;
    store = {
      ...whole,
      change: (scope, decide) =>
        scope.accountId === broken ? Promise.reject(new Error('books damaged')) : whole.change(scope, decide),
    };
    const seen = { market: 'spot', symbol: 'DOTUSDT', price: decimal('4'), seenAt: at(1), source: 'test' } as const;
    expect(await seePrice(deps(), seen)).toEqual({
      ended: 1,
      failures: [{ accountId: broken, error: new Error('books damaged') }],
    });
  });

  it('reads back every digit and every instant that it wrote', async () => {
    const rich = { USDT: '123456789012345.12345678' };
    const accountId = await openAccount({ startingBalances: { spot: rich, usdm: rich }, commissionRate: '0.00012345' });
    const exchange = paperExchange({ ...deps(), accountId });
    for (const market of ['spot', 'usdm'] as const) {
      const buy = request(market, 'buy 1.234 ETHUSDT seen 98765.43', `exact-${market}`);
      const first = await exchange.place(buy);
      await exchange.place(request(market, 'buy 0.001 ETHUSDT seen 98765.43'));
      expect(await exchange.place(buy), 'the same order again').toEqual(first);
      expect(await exchange.lookUp(market, 'ETHUSDT', `exact-${market}`)).toMatchObject({ status: 'found' });
    }
    // 98765.43 * 1.235 = 121975.30605, and its commission 15.0578515318725
    expect(await showBalances(exchange, 'spot')).toBe('ETH 1.235, USDT 123456788890354.7595552481275');
    expect(await showBalances(exchange, 'usdm')).toBe('USDT 123456788890354.7595552481275 + 121975.30605');
    expect(await showPositions(exchange)).toBe('ETHUSDT 1.235 @ 98765.43');
  });

  it('knows no books of an account that is not there', async () => {
    const exchange = paperExchange({ ...deps(), accountId: 'acc_nobody' });
    await expect(exchange.place(request('spot', 'buy 1 BTCUSDT seen 50000'))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('PaperStore in Postgres alone', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('paper store locks');
    await paperAccounts(database.pool).add('acc_1', {});
    await paperAccounts(database.pool).add('acc_2', { commissionRate: 'a lot' });
  });
  afterAll(() => database.close());

  it('does not call an order lost while its commit is still on its way', async () => {
    const store = pgPaperStore(database.pool);
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query(`select from accounts where id = 'acc_1' for no key update`);
    await client.query(
      `insert into paper_orders (id, account_id, client_order_id, market, symbol, side, type, quantity, reduce_only, status,
         created_at, updated_at) values ('pap_1', 'acc_1', 'late', 'spot', 'BTCUSDT', 'buy', 'market', 1, false, 'filled', $1, $1)`,
      [NOW],
    );
    const seeking = store.find('acc_1', 'late');
    await client.query('select pg_sleep(0.1)');
    await client.query('commit');
    client.release();
    expect(await seeking).toMatchObject({ id: 'pap_1', status: 'filled' });
  });

  it('holds the account for one read and one write, and writes nothing when the order is there already', async () => {
    await paperAccounts(database.pool).add('acc_3', {});
    const deps = { store: pgPaperStore(database.pool), now: fixedClock(), newId: fixedIds() };
    await openPaperAccount(deps, { accountId: 'acc_3', settings });
    const exchange = paperExchange({ ...deps, accountId: 'acc_3' });
    const asked = vi.spyOn(pg.Client.prototype, 'query');
    const statements = async (): Promise<string[]> => {
      asked.mockClear();
      await exchange.place(request('usdm', 'buy 0.01 BTCUSDT seen 50000', 'counted'));
      const texts = asked.mock.calls.map(([text]) => String(text));
      return texts.slice(texts.indexOf('begin')).map((text) => text.split(' ')[0] ?? '');
    };
    try {
      expect(await statements()).toEqual(['begin', 'select', 'select', 'with', 'commit']);
      expect(await statements()).toEqual(['begin', 'select', 'select', 'commit']);
    } finally {
      asked.mockRestore();
    }
  });

  it('does not wait for those who write rows that refer to the account', async () => {
    const deps = { store: pgPaperStore(database.pool), now: fixedClock(), newId: fixedIds() };
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query(
      `insert into equity_snapshots (user_id, account_id, at, equity, realized_pnl, unrealized_pnl, exposure)
       values ('usr_1', 'acc_1', $1, 0, 0, 0, 0)`,
      [NOW],
    );
    expect(await openPaperAccount(deps, { accountId: 'acc_1', settings })).toBe(true);
    await client.query('rollback');
    client.release();
  });

  it('refuses to trade on settings that it cannot read', async () => {
    const exchange = paperExchange({
      store: pgPaperStore(database.pool),
      now: fixedClock(),
      newId: fixedIds(),
      accountId: 'acc_2',
    });
    await expect(exchange.place(request('spot', 'buy 1 BTCUSDT seen 50000'))).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('"commissionRate"'),
    });
  });
});
