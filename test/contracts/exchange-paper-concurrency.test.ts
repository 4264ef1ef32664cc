import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import { openPaperAccount } from '../../shared/exchanges/paper/open-paper-account.ts';
import { pgPaperExchange } from '../../shared/exchanges/paper/paper-exchange.pg.ts';
import { readPaperSettings } from '../../shared/exchanges/paper/paper-settings.ts';
import { pgPaperStore } from '../../shared/exchanges/paper/store.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { decimal, print, sum, zero } from '../../shared/money/decimal.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { fixedClock } from '../support/fixed.ts';
import { request, showBalances } from './exchange.contract.ts';
import { paperAccounts } from './exchange-paper.world.ts';

const times = <Result>(count: number, make: (at: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)));

describe('paper exchange in Postgres, asked by many at once', () => {
  let database: TestDatabase;
  let exchange: Exchange;
  let accountId: string;
  let opened = 0;
  const now = fixedClock();
  const settings = { commissionRate: '0.00075', slippageRate: '0' };

  beforeAll(async () => {
    database = await testDatabase('paper concurrency');
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    opened += 1;
    accountId = `acc_${opened}`;
    await paperAccounts(database.pool).add(accountId, settings);
    await openPaperAccount(
      { store: pgPaperStore(database.pool) },
      { accountId, settings: readPaperSettings(settings) },
    );
    exchange = pgPaperExchange(database.pool, { account: { id: accountId }, now, newId: idMaker(now) });
  });

  const fillsInBooks = async (): Promise<number> => {
    const { rowCount } = await database.pool.query('select from paper_fills where account_id = $1', [accountId]);
    return rowCount ?? 0;
  };

  it('fills one order when the same client order id is placed 20 times', async () => {
    const outcomes = await times(20, () => exchange.place(request('spot', 'buy 0.01 BTCUSDT seen 50000', 'same')));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size, 'all are told the same').toBe(1);
    expect(outcomes[0]?.status).toBe('accepted');
    expect(await fillsInBooks()).toBe(1);
    expect(await showBalances(exchange, 'spot')).toBe('BTC 0.01, USDT 9499.625');
  });

  it('never overdraws a balance when 50 orders compete for it', async () => {
    const outcomes = await times(50, (at) =>
      exchange.place(request('spot', 'buy 0.01 BTCUSDT seen 50000', `many-${at}`)),
    );
    const accepted = outcomes.filter(({ status }) => status === 'accepted').length;
    expect(accepted, '10000 / (500 + 0.375), rounded down').toBe(19);
    expect(outcomes.filter((outcome) => outcome.status === 'rejected' && outcome.code === '-2010')).toHaveLength(31);
    expect(await fillsInBooks()).toBe(19);
    expect(await showBalances(exchange, 'spot')).toBe('BTC 0.19, USDT 492.875');
  });

  it('books new assets, sales and other markets at the same time without losing any of it', async () => {
    const texts = ['buy 0.011 ETHUSDT seen 2501.37', 'buy 0.3 SOLUSDT seen 151.13', 'buy 0.01 LTCUSDT seen 901.01'];
    const orders = texts.flatMap((text) => Array.from({ length: 8 }, () => text));
    await times(orders.length * 2, (at) =>
      exchange.place(request(at % 2 === 0 ? 'spot' : 'usdm', orders[Math.floor(at / 2)] ?? '', `mixed-${at}`)),
    );
    await times(8, (at) => exchange.place(request('spot', 'sell 0.1 SOLUSDT seen 149.99', `sold-${at}`)));
    const { rows } = await database.pool.query<Record<'side' | 'price' | 'quantity' | 'commission', string>>(
      `select side, fills.price, fills.quantity, commission from paper_fills fills join paper_orders orders on orders.id = order_id
       where fills.account_id = $1 and market = 'spot'`,
      [accountId],
    );
    const paid = rows.map(({ side, price, quantity, commission }) => {
      const notional = decimal(price).times(decimal(quantity));
      return (side === 'buy' ? notional : notional.neg()).plus(decimal(commission));
    });
    expect(rows, 'all were filled').toHaveLength(32);
    const spot = await exchange.balances('spot');
    expect(spot.map(({ asset, free }) => `${asset} ${print(free)}`)).toEqual([
      'ETH 0.088',
      'LTC 0.08',
      'SOL 1.6',
      `USDT ${print(decimal('10000').minus(sum(paid)))}`,
    ]);
  });

  it('uses every resting order once, whether a price fills it or its owner cancels it', async () => {
    await times(10, (at) => exchange.place(request('spot', 'buy 0.01 BNBUSDT at 600 seen 700', `rest-${at}`)));
    await Promise.all([
      ...Array.from({ length: 10 }, (_, at) => exchange.cancel('spot', 'BNBUSDT', `rest-${at}`)),
      ...Array.from({ length: 5 }, (_, at) =>
        exchange.place(request('spot', 'buy 0.01 BNBUSDT seen 600', `see-${at}`)),
      ),
    ]);
    const filled = await fillsInBooks();
    const usdt = (await exchange.balances('spot')).find(({ asset }) => asset === 'USDT');
    expect(await exchange.openOrders('spot')).toEqual([]);
    expect(print(usdt?.locked ?? decimal('-1'))).toBe('0');
    expect(print(usdt?.free ?? zero)).toBe(print(decimal('10000').minus(decimal('6.0045').times(String(filled)))));
  });

  it('opens an account once', async () => {
    const deps = { store: pgPaperStore(database.pool) };
    await exchange.place(request('spot', 'buy 0.01 BTCUSDT seen 50000'));
    const again = await times(5, () => openPaperAccount(deps, { accountId, settings: readPaperSettings(settings) }));
    expect(again).toEqual([false, false, false, false, false]);
    expect(await showBalances(exchange, 'spot')).toBe('BTC 0.01, USDT 9499.625');
  });
});

describe('paper exchange while Postgres is away', () => {
  it('says so in the one error that means it', async () => {
    const database = await testDatabase('paper away');
    const now = fixedClock();
    const exchange = pgPaperExchange(database.pool, { account: { id: 'acc_1' }, now, newId: idMaker(now) });
    database.pool.options.connectionString = 'postgres://nobody@127.0.0.1:1/nothing';
    const unavailable = { code: 'database_unavailable', retryable: true };
    await expect(exchange.place(request('spot', 'buy 0.01 BTCUSDT seen 50000'))).rejects.toMatchObject(unavailable);
    await expect(exchange.lookUp('spot', 'BTCUSDT', 'any')).rejects.toMatchObject(unavailable);
    await expect(exchange.cancel('spot', 'BTCUSDT', 'any')).rejects.toMatchObject(unavailable);
    await expect(exchange.balances('spot')).rejects.toMatchObject(unavailable);
    await database.close();
  });
});
