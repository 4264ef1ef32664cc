import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matchRestingOrders } from '../../shared/exchanges/paper/match-resting-orders.ts';
import { openPaperAccount } from '../../shared/exchanges/paper/open-paper-account.ts';
import { paperExchange } from '../../shared/exchanges/paper/paper-exchange.ts';
import { readPaperSettings } from '../../shared/exchanges/paper/paper-settings.ts';
import { seePrice } from '../../shared/exchanges/paper/see-price.ts';
import { memoryPaperStore } from '../../shared/exchanges/paper/store.memory.ts';
import { pgPaperStore } from '../../shared/exchanges/paper/store.pg.ts';
import type { PaperStore } from '../../shared/exchanges/paper/store.ts';
import type { Market } from '../../shared/markets/market.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { fixedClock, fixedIds, NOW } from '../support/fixed.ts';
import { request, showOrder } from './exchange.contract.ts';
import { paperAccounts } from './exchange-paper.world.ts';
import { pairRequest } from './exchange-terms.ts';

const settings = { startingBalances: { spot: { SOL: '1000', USDT: '1000000' }, usdm: { USDT: '1000000' } } };

/** One store, and what tests do with it. */
function worldOf(store: PaperStore, addAccount: (id: string) => Promise<void>) {
  const deps = { store, now: fixedClock(), newId: fixedIds() };
  return {
    ...{ store, deps },
    async open(accountId: string) {
      await addAccount(accountId);
      await openPaperAccount(deps, { accountId, settings: readPaperSettings(settings) });
      return paperExchange({ ...deps, accountId });
    },
    see: (market: Market, price: string) =>
      seePrice(deps, { market, symbol: 'SOLUSDT', price: decimal(price), seenAt: NOW, source: 'test' }),
    concerned: (market: Market, price: string) =>
      store.keepPrice({ market, symbol: 'SOLUSDT', price: decimal(price), seenAt: new Date(0), source: 'test' }),
  };
}
type World = ReturnType<typeof worldOf>;

describe('paper orders that wait', () => {
  let database: TestDatabase;
  /** They go through the same, and so give the same ids. */
  let worlds: World[];
  beforeAll(async () => {
    database = await testDatabase('paper triggers');
    worlds = [
      worldOf(memoryPaperStore(), async () => {}),
      worldOf(pgPaperStore(database.pool), (id) => paperAccounts(database.pool).add(id, settings)),
    ];
  });
  afterAll(() => database.close());

  it.each([
    { order: 'sell 1 SOLUSDT stop 90', named: ['90', '1'], passed: ['90.01', '200'] },
    { order: 'sell 1 SOLUSDT target 110', named: ['110', '200'], passed: ['109.99', '1'] },
    { order: 'buy 1 SOLUSDT stop 110 at 120', named: ['110', '200'], passed: ['109.99', '1'] },
    { order: 'buy 1 SOLUSDT target 90', named: ['90', '1'], passed: ['90.01', '200'] },
    { order: 'buy 1 SOLUSDT at 90', named: ['90', '1'], passed: ['90.01', '200'] },
    { order: 'sell 1 SOLUSDT at 110', named: ['110', '200'], passed: ['109.99', '1'] },
    { order: 'sell 1 SOLUSDT trail 100', named: ['100.01', '99'], passed: ['99.01', '100'] },
    { order: 'buy 1 SOLUSDT trail 100', named: ['99.99', '101'], passed: ['100.99', '100'] },
    { order: 'sell 1 SOLUSDT trail 100 from 110', named: ['110'], passed: ['109.99', '1'] },
    { order: 'buy 1 SOLUSDT trail 100 from 90', named: ['90'], passed: ['90.01', '200'] },
  ])('"$order" is looked at for $named and left alone for $passed', async ({ order, named, passed }) => {
    for (const world of worlds) {
      const accountId = `acc_${order}`;
      const exchange = await world.open(accountId);
      await exchange.place(request('usdm', `${order} seen 100`));
      for (const price of named) expect(await world.concerned('usdm', price)).toEqual([accountId]);
      for (const price of passed) expect(await world.concerned('usdm', price)).toEqual([]);
      await exchange.cancelAll('usdm', 'SOLUSDT');
      for (const price of named) expect(await world.concerned('usdm', price), 'canceled').toEqual([]);
    }
  });

  it('is triggered on a later look when it missed its price', async () => {
    for (const world of worlds) {
      const exchange = await world.open('acc_late');
      await exchange.place(request('spot', 'sell 1 SOLUSDT stop 90 seen 100', 'missed'));
      await world.store.keepPrice({
        market: 'spot',
        symbol: 'SOLUSDT',
        price: decimal('80'),
        seenAt: NOW,
        source: 'test',
      });
      expect(await matchRestingOrders(world.deps)).toEqual({ ended: 1, failures: [] });
      const found = await exchange.lookUp('spot', 'SOLUSDT', 'missed');
      expect(found.status === 'found' && showOrder(found.order)).toBe('filled 1 @ 80');
    }
  });

  it('counts what has ended, and not what follows or begins to rest', async () => {
    for (const world of worlds) {
      const exchange = await world.open('acc_counted');
      await exchange.place(request('usdm', 'sell 1 SOLUSDT trail 100 seen 100'));
      await exchange.place(request('usdm', 'sell 1 SOLUSDT stop 99.5 at 99.8'));
      expect(await world.see('usdm', '101')).toEqual({ ended: 0, failures: [] });
      expect(await world.see('usdm', '99.99')).toEqual({ ended: 1, failures: [] });
      expect(await world.see('usdm', '99.4')).toEqual({ ended: 0, failures: [] });
      await exchange.cancelAll('usdm', 'SOLUSDT');
    }
  });

  const anyPrice = fc.integer({ min: 8_000, max: 12_000 }).map((cents) => `${cents / 100}`);
  const anyTerms = fc.oneof(
    fc.tuple(fc.constantFrom('at', 'stop', 'target'), anyPrice).map((words) => words.join(' ')),
    fc
      .tuple(fc.constantFrom('stop', 'target'), anyPrice, anyPrice)
      .map(([kind, at, limit]) => `${kind} ${at} at ${limit}`),
    fc.integer({ min: 10, max: 600 }).map((bps) => `trail ${bps}`),
    fc.tuple(fc.integer({ min: 10, max: 600 }), anyPrice).map(([bps, from]) => `trail ${bps} from ${from}`),
  );
  const anyOrder = fc
    .tuple(fc.constantFrom('buy', 'sell'), anyTerms)
    .map(([side, terms]) => `${side} 1 SOLUSDT ${terms}`);
  const anyPair = fc.tuple(anyPrice, anyPrice).map(([target, stop]) => `at ${target} / stop ${stop}`);

  it('is found, changed and read back alike in memory and in Postgres, over many orders and prices', async () => {
    const [memory, postgres] = worlds;
    if (memory === undefined || postgres === undefined) throw new RangeError('There are two stores');
    const orders = fc.sample(anyOrder, { numRuns: 60, seed: 7 });
    const pairs = fc.sample(anyPair, { numRuns: 20, seed: 7 });
    const accounts = ['acc_a', 'acc_b', 'acc_c', 'acc_d'];
    for (const world of [memory, postgres]) {
      for (const market of ['spot', 'usdm'] as const) await world.see(market, '100');
      for (const [at, accountId] of accounts.entries()) {
        const exchange = await world.open(accountId);
        const market = at % 2 === 0 ? 'spot' : 'usdm';
        const mine = <One>(all: readonly One[]): One[] => all.filter((_, index) => index % accounts.length === at);
        for (const [index, text] of mine(orders).entries()) await exchange.place(request(market, text, `one-${index}`));
        for (const [index, legs] of mine(pairs).entries())
          await exchange.placePair(pairRequest(market, 'sell 1 SOLUSDT', legs, `two-${index}`));
      }
    }
    const booksOf = async ({ store }: World): Promise<unknown[]> => {
      const all: unknown[] = [];
      for (const accountId of accounts)
        for (const market of ['spot', 'usdm'] as const)
          all.push(await store.openOrders({ accountId, market }), await store.balances({ accountId, market }));
      return all;
    };
    expect((await booksOf(memory)).flat().length, 'enough of them wait').toBeGreaterThan(30);
    expect(await booksOf(postgres)).toEqual(await booksOf(memory));
    for (const [at, price] of fc.sample(anyPrice, { numRuns: 30, seed: 11 }).entries()) {
      const market = at % 2 === 0 ? 'spot' : 'usdm';
      expect(await postgres.concerned(market, price)).toEqual(await memory.concerned(market, price));
      expect(await postgres.see(market, price)).toEqual(await memory.see(market, price));
      expect(await booksOf(postgres), `after ${price}`).toEqual(await booksOf(memory));
    }
  });
});
