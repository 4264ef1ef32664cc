import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../shared/exchanges/exchange.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { type BinanceWorld, binanceWorld } from '../../support/binance/binance-world.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { exchangeLanes } from '../../support/exchange-lanes.ts';
import { insertTrader } from '../../support/trading-rows.ts';

let database: TestDatabase;
let world: BinanceWorld;
let exchange: Exchange;
let lanes: ReturnType<typeof exchangeLanes>;

beforeAll(async () => {
  database = await testDatabase('order-terms');
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await binanceWorld();
  exchange = world.open().exchange;
  lanes = exchangeLanes(database.pool, { exchange: () => exchange, now: world.clock.now });
  await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events cascade');
  await insertTrader(database.pool);
});
afterEach(async () => {
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const below = { intent: 'open_long', orderType: 'limit', price: decimal('49000') } as const;
const above = { ...below, price: decimal('50100') } as const;

describe.each(['spot', 'usdm'] as const)('a limit order on %s', (market) => {
  it.each([
    { asked: { timeInForce: 'gtc' }, terms: below, status: 'working', sent: 'GTC' },
    { asked: { timeInForce: 'ioc' }, terms: below, status: 'expired', sent: 'IOC' },
    { asked: { timeInForce: 'ioc' }, terms: above, status: 'filled', sent: 'IOC' },
    { asked: { timeInForce: 'fok' }, terms: above, status: 'filled', sent: 'FOK' },
    { asked: { postOnly: true }, terms: below, status: 'working', sent: market === 'spot' ? undefined : 'GTX' },
    {
      asked: { postOnly: true },
      terms: above,
      status: 'rejected',
      sent: market === 'spot' ? undefined : 'GTX',
    },
  ])('at $terms.price with $asked is $status', async ({ asked, terms, status, sent }) => {
    const id = await lanes.alert({ ...terms, ...asked, market });
    expect(await lanes.alertOf(id)).toMatchObject({ status });
    const [order] = await lanes.ordersOf(id);
    expect(order).toMatchObject({
      time_in_force: 'timeInForce' in asked ? asked.timeInForce : null,
      post_only: 'postOnly' in asked ? true : null,
    });
    const path = market === 'spot' ? '/api/v3/order' : '/fapi/v1/order';
    const request = world.fake.ledger.requests().find((one) => one.path === path && one.method === 'POST');
    expect(request?.params.timeInForce).toBe(sent);
    if (market === 'spot') expect(request?.params.type).toBe('postOnly' in asked ? 'LIMIT_MAKER' : 'LIMIT');
  });
});
