import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Exchange } from '../../../shared/exchanges/exchange.ts';
import { decimal as d } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { onBinance } from '../../support/on-binance.ts';

const on = onBinance('retries');

const usdm = (fields: Partial<Signal>): Partial<Signal> => ({
  market: 'usdm',
  size: { type: 'base', value: d('0.01') },
  ...fields,
});
const bug = () => new Error('cannot read properties of undefined');
const noKey = () =>
  new AppError('exchange_unavailable', 'Cannot trade on account "paper": it has no key', { retryable: false });
const away = () => new AppError('exchange_unavailable', 'Cannot ask Binance: connection refused');

let there: Exchange;
beforeEach(() => {
  there = on.exchange;
});
/** Whatever is asked of the exchange meets an error. */
function fails(error: () => Error): void {
  const fail = async (): Promise<never> => {
    throw error();
  };
  on.exchange = { ...there, symbolRules: fail, lastPrice: fail, place: fail, lookUp: fail, prepareSymbol: fail };
}
const works = (): void => {
  on.exchange = there;
};
const workOf = async () => (await on.lanes.rowsOf('select attempts, failures from work'))[0];
const tried = (counts: { attempts?: number; failures?: number }) =>
  on.database.pool.query('update work set attempts = coalesce($1, attempts), failures = coalesce($2, failures)', [
    counts.attempts ?? null,
    counts.failures ?? null,
  ]);
const told = () => on.lanes.rowsOf('select kind, severity, alert_id, title from notifications order by id');
const heldThere = async () => (await on.exchange.positions('usdm')).length;
const eventsOf = async (id: string) =>
  (await on.lanes.rowsOf('select name from events where alert_id = $1 order by id', [id])).map(({ name }) => name);

describe.each([
  { case: 'an unexpected error', error: bug, says: 'an unexpected error' },
  { case: 'an account without a key', error: noKey, says: 'it has no key' },
  { case: 'an exchange that is away', error: away, says: 'connection refused' },
])('an entry that meets $case each time', ({ error, says }) => {
  it('ends when it has grown too old, says why, and leaves its lane to others', async () => {
    const id = await on.lanes.keep(usdm({ intent: 'open_long' }));
    fails(error);
    await on.lanes.workOnce();
    expect([await on.lanes.alertOf(id), await told()]).toMatchObject([{ status: 'accepted' }, []]);
    on.world.clock.advance(121_000);
    await on.lanes.workOnce();
    const ended = await on.lanes.alertOf(id);
    expect(ended).toMatchObject({ status: 'expired', reason_code: 'not_carried_out' });
    expect([ended?.reason]).toEqual([expect.stringMatching(new RegExp(`120 s.*${says}`))]);
    expect(await told()).toMatchObject([{ kind: 'not_carried_out', severity: 'warning', alert_id: id }]);
    expect([await workOf(), await eventsOf(id)]).toEqual([undefined, expect.arrayContaining(['expired'])]);
    works();
    const next = await on.lanes.alert(usdm({ intent: 'open_long' }));
    expect(await on.lanes.alertOf(next)).toMatchObject({ status: 'filled' });
  });
});

describe.each([
  { case: 'an unexpected error', error: bug },
  { case: 'an account without a key', error: noKey },
])('an exit that meets $case', ({ error }) => {
  it('is tried a hundred times, told early, and ends with an alarm', async () => {
    await on.lanes.alert(usdm({ intent: 'open_long' }));
    const id = await on.lanes.keep(usdm({ intent: 'flat' }));
    fails(error);
    on.world.clock.advance(600_000);
    await on.lanes.workOnce();
    await tried({ attempts: 97, failures: 97 });
    await on.lanes.workOnce();
    await on.lanes.workOnce();
    expect(await told()).toMatchObject([{ kind: 'exit_delayed', severity: 'alarm', alert_id: id }]);
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'accepted' });
    await on.lanes.workOnce();
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'expired', reason_code: 'not_carried_out' });
    expect((await told()).map(({ kind, severity }) => [kind, severity])).toEqual([
      ['exit_delayed', 'alarm'],
      ['not_carried_out', 'alarm'],
    ]);
    expect(await workOf()).toBeUndefined();
    works();
    await on.lanes.alert(usdm({ intent: 'flat' }));
    expect(await heldThere()).toBe(0);
  });
});

describe('an exit while the exchange is away', () => {
  it.each(['before it is decided on', 'after it was decided on'])('is never given up: %s', async (when) => {
    await on.lanes.alert(usdm({ intent: 'open_long' }));
    const id = await on.lanes.keep(usdm({ intent: 'flat' }));
    if (when === 'before it is decided on') fails(away);
    else on.exchange = { ...there, place: async () => ({ status: 'not_executed', message: 'Service Unavailable.' }) };
    await on.lanes.workOnce();
    await tried({ attempts: 10_000 });
    on.world.clock.advance(3 * 24 * 3_600_000);
    for (let turn = 0; turn < 3; turn += 1) await on.lanes.workOnce();
    expect(await workOf()).toEqual({ attempts: 10_003, failures: 0 });
    expect(await told()).toMatchObject([{ kind: 'exit_delayed', severity: 'alarm', alert_id: id }]);
    works();
    await on.lanes.work();
    expect([await on.lanes.alertOf(id), await heldThere()]).toMatchObject([{ status: 'filled' }, 0]);
  });

  it('ends when what it was to close is closed', async () => {
    await on.lanes.alert(usdm({ intent: 'open_long' }));
    const id = await on.lanes.keep(usdm({ intent: 'flat' }));
    on.exchange = { ...there, place: async () => ({ status: 'not_executed', message: 'Service Unavailable.' }) };
    await on.lanes.workOnce();
    await on.database.pool.query('update positions set closed_at = now()');
    works();
    await on.lanes.work();
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'expired' });
    expect((await on.lanes.ordersOf(id))[0]?.reason).toContain('closed already');
  });

  it('is not told of an entry, nor within half a minute', async () => {
    await on.lanes.alert(usdm({ intent: 'open_long' }));
    await on.lanes.keep(usdm({ intent: 'flat' }));
    fails(away);
    for (let turn = 0; turn < 5; turn += 1) await on.lanes.workOnce();
    expect(await told()).toEqual([]);
  });
});

it('an order whose answer nobody can get ends with an alarm, and is not sent again', async () => {
  await on.lanes.alert(usdm({ intent: 'open_long' }));
  const id = await on.lanes.keep(usdm({ intent: 'flat' }));
  on.exchange = { ...there, place: async () => ({ status: 'unknown', message: 'lost' }) };
  await on.lanes.workOnce();
  fails(noKey);
  await tried({ failures: 99 });
  await on.lanes.workOnce();
  expect(await on.lanes.ordersOf(id)).toMatchObject([{ status: 'expired' }]);
  expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'expired' });
  expect(await told()).toContainEqual(expect.objectContaining({ kind: 'not_carried_out', severity: 'alarm' }));
});

it('an alert that cannot be read any more leaves its lane after a hundred failures, and stays to be looked at', async () => {
  const id = await on.lanes.keep(usdm({ intent: 'open_long' }));
  await on.database.pool.query(`update alerts set signals = '[{"step": 1, "of": 1}]'`);
  const next = await on.lanes.keep(usdm({ intent: 'open_long' }));
  await on.lanes.workOnce();
  await on.database.pool.query('update work set failures = 98, attempts = 98 where alert_id = $1', [id]);
  await on.lanes.workOnce();
  expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'accepted' });
  await on.lanes.workOnce();
  expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'expired', reason_code: 'not_carried_out' });
  expect(await told()).toMatchObject([{ kind: 'not_carried_out', severity: 'alarm', alert_id: id }]);
  expect(await eventsOf(id)).toContain('expired');
  await on.lanes.work();
  expect(await on.lanes.alertOf(next)).toMatchObject({ status: 'filled' });
});
