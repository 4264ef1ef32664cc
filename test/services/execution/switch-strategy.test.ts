import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { decimal } from '../../../shared/money/decimal.ts';
import { type BinanceWorld, binanceWorld } from '../../support/binance/binance-world.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { exchangeLanes } from '../../support/exchange-lanes.ts';
import { insertTrader } from '../../support/trading-rows.ts';

let database: TestDatabase;
let world: BinanceWorld;
let lanes: ReturnType<typeof exchangeLanes>;
let isReachable = true;

beforeAll(async () => {
  database = await testDatabase('switch-strategy');
});
afterAll(() => database.close());
beforeEach(async () => {
  isReachable = true;
  world = await binanceWorld();
  const { exchange } = world.open();
  const reach = () => {
    if (isReachable) return exchange;
    throw new Error('The exchange cannot be reached');
  };
  lanes = exchangeLanes(database.pool, { exchange: reach, now: world.clock.now });
  await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events, audit cascade');
  await insertTrader(database.pool);
});
afterEach(async () => {
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const status = async () => (await lanes.rowsOf('select status from strategies'))[0]?.status;
const audit = () => lanes.rowsOf('select actor, action, subject, detail from audit order by id');
const eventsOf = async (id: string) =>
  (await lanes.rowsOf('select name from events where alert_id = $1 order by id', [id])).map(({ name }) => name);
/** Without a symbol, as such messages come. */
const switchTo = (intent: 'enable' | 'disable') =>
  lanes.alert({ intent, symbol: undefined, signalPrice: undefined, size: { type: 'strategy_default' } });

it('a message switches its strategy off and on, and the audit names the alert', async () => {
  const off = await switchTo('disable');
  expect([await status(), await lanes.alertOf(off)]).toMatchObject(['disabled', { status: 'done' }]);
  expect(await eventsOf(off)).toContain('strategy_disabled');
  const on = await switchTo('enable');
  expect([await status(), await lanes.alertOf(on)]).toMatchObject(['enabled', { status: 'done' }]);
  expect(await eventsOf(on)).toContain('strategy_enabled');
  expect(await audit()).toEqual([
    { actor: off, action: 'strategy.disabled', subject: 'str_1', detail: { alertId: off, step: 1 } },
    { actor: on, action: 'strategy.enabled', subject: 'str_1', detail: { alertId: on, step: 1 } },
  ]);
});

it('a strategy that is off opens nothing more, and closes what it holds', async () => {
  const size = { type: 'base' as const, value: decimal('0.01') };
  await lanes.alert({ intent: 'open_long', size });
  await switchTo('disable');
  expect(await lanes.alertOf(await lanes.alert({ intent: 'add', size }))).toMatchObject({
    ...{ status: 'denied', reason_code: 'strategy_enabled' },
  });
  expect(await lanes.alertOf(await lanes.alert({ intent: 'flat' }))).toMatchObject({ status: 'filled' });
  expect(await lanes.rowsOf('select 1 from positions where closed_at is null')).toEqual([]);
});

it('what changes nothing is said, and leaves no audit entry', async () => {
  const id = await switchTo('enable');
  expect(await lanes.alertOf(id)).toMatchObject({ status: 'no_op', reason_code: 'already_enabled' });
  expect(await audit()).toEqual([]);
});

it('a strategy is switched off while its exchange cannot be reached', async () => {
  isReachable = false;
  const id = await switchTo('disable');
  expect([await status(), await lanes.alertOf(id)]).toMatchObject(['disabled', { status: 'done' }]);
});

it('a strategy whose account has no key stays off, and the alert says why', async () => {
  await database.pool.query(`update strategies set mode = 'testnet', status = 'disabled'`);
  const id = await switchTo('enable');
  const ended = await lanes.alertOf(id);
  expect([await status(), ended]).toMatchObject(['disabled', { status: 'denied', reason_code: 'key_missing' }]);
  expect(ended?.reason).toContain('has no active key for mode "testnet"');
  expect(await audit()).toEqual([]);
});

async function addKey(accountId: string): Promise<void> {
  await database.pool.query(
    `insert into data_keys (version, wrapped, master_fingerprint, created_at) values (1, '', 'x', now()) on conflict do nothing`,
  );
  await database.pool.query(
    `insert into exchange_keys (id, user_id, account_id, exchange, mode, label, kind, api_key_hint, api_key_digest, sealed,
       key_version, status, permissions, created_at, last_tested_at, last_test_result)
     values ('key_1', 'usr_1', $1, 'binance', 'testnet', 'trial', 'hmac', 'uuuu', 'x', '', 1, 'active',
       '{"basis":"account","canTrade":true,"canWithdraw":false,"spot":true,"permissions":[]}', now(), now(), '{"outcome":"passed"}')`,
    [accountId],
  );
}

it.each([
  { keyOf: 'acc_9', case: 'the account that it has now', comesTo: 'enabled', said: 'done' },
  { keyOf: 'acc_1', case: 'the account that it had', comesTo: 'disabled', said: 'denied' },
])(
  'a strategy that was moved while its message waited needs a key of its new account: with one of $case it is $comesTo',
  async ({ keyOf, comesTo, said }) => {
    const id = await lanes.keep({ intent: 'enable', size: { type: 'strategy_default' } });
    await database.pool.query(
      `insert into accounts (id, user_id, exchange, mode, name, created_at) values ('acc_9', 'usr_1', 'binance', 'testnet', 'other', now())`,
    );
    await database.pool.query(`update strategies set mode = 'testnet', status = 'disabled', account_id = 'acc_9'`);
    await addKey(keyOf);
    await lanes.work();
    expect([await status(), await lanes.alertOf(id)]).toMatchObject([comesTo, { status: said }]);
  },
);

it("another user's strategy is left as it is", async () => {
  await insertTrader(database.pool, { id: '2', hookToken: 'hk_of-somebody-else' });
  await switchTo('disable');
  expect(await lanes.rowsOf('select id, status from strategies order by id')).toEqual([
    { id: 'str_1', status: 'disabled' },
    { id: 'str_2', status: 'enabled' },
  ]);
});
