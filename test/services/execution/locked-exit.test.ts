import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
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
/** How many look-ups answer "not yet". */
let blind = 0;

beforeAll(async () => {
  database = await testDatabase('locked-exit');
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await binanceWorld();
  const { exchange: real } = world.open();
  exchange = {
    ...real,
    async lookUp(...given) {
      blind -= 1;
      return blind >= 0 ? { status: 'not_found', isFinal: false } : real.lookUp(...given);
    },
  };
  lanes = exchangeLanes(database.pool, { exchange: () => exchange, now: world.clock.now });
  await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events cascade');
  await insertTrader(database.pool, { defaultMarket: 'spot' });
});
afterEach(async () => {
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const protective = async () =>
  (await lanes.rowsOf(`select status from orders where purpose = 'protect'`)).map(({ status }) => status);

/** A long on spot whose stop was sent, and whose answer to it was lost `when` it was taken. */
async function openUncertain(when: 'before' | 'after'): Promise<void> {
  const { place } = exchange;
  exchange.place = async (request) => {
    if (request.purpose !== 'protect') return place(request);
    if (when === 'after') await place(request);
    throw new Error('socket hang up');
  };
  await lanes.keep({ intent: 'open_long', stopLoss: { kind: 'pct', value: decimal('2') } });
  await lanes.workOnce();
  await lanes.workOnce();
  exchange.place = place;
  expect(await protective()).toEqual(['unknown']);
  // Its next look is a while off, and others of the lane pass it.
  await database.pool.query(`delete from work where kind = 'protect'`);
}

it('an exit finds out what became of a stop whose answer was lost before it sells what that may lock', async () => {
  await openUncertain('after');
  blind = 2;
  const exit = await lanes.keep({ intent: 'flat' });
  for (let turn = 0; turn < 8; turn += 1) await lanes.workOnce();
  expect(await lanes.alertOf(exit)).toEqual({ status: 'filled', reason_code: null, reason: null });
  expect(await lanes.rowsOf('select quantity from positions where closed_at is null')).toEqual([]);
  expect(await exchange.openOrders('spot')).toEqual([]);
  expect(await protective()).toEqual(['canceled']);
});

it('an exit goes once the exchange is certain never to have had the stop', async () => {
  await openUncertain('before');
  const exit = await lanes.keep({ intent: 'flat' });
  await lanes.workOnce();
  expect(await lanes.alertOf(exit), 'it may still arrive').toMatchObject({ status: 'accepted' });
  world.clock.advance(20_000);
  await lanes.work();
  expect(await lanes.alertOf(exit)).toMatchObject({ status: 'filled' });
  expect(await protective()).toEqual(['expired']);
});
