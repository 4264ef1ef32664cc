import { describe, expect, it } from 'vitest';
import type { RiskLimits } from '../../../shared/limits/limits.ts';
import { writeLimits } from '../../../shared/limits/limits-json.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { aSignal } from '../../support/build-signal.ts';
import { onLedger } from '../../support/on-ledger.ts';
import { insertTrader } from '../../support/trading-rows.ts';

const SYMBOLS = ['BTC', 'ETH', 'SOL', 'XRP', 'ADA', 'BNB', 'DOT', 'LTC'].map((base) => `${base}USDT`);

const on = onLedger('span-lanes');

async function limit(scope: 'user' | 'account' | 'symbol', subject: string, limits: RiskLimits): Promise<void> {
  await on.database.pool.query(
    `insert into risk_limits (user_id, scope, subject, limits, updated_by, updated_at) values ('usr_1', $1, $2, $3, 'test', now())`,
    [scope, subject, writeLimits(limits)],
  );
}

/** Each alert is worth 500 in a lane of its own. */
const keepEntries = (count: number) =>
  Promise.all(SYMBOLS.slice(0, count).map((symbol) => on.lanes.keepAlert(aSignal({ symbol }))));

async function outcomes(ids: readonly string[]): Promise<string[]> {
  const told = await Promise.all(ids.map(on.lanes.alertOf));
  return told.map((alert) => `${alert?.status} ${alert?.reason_code ?? ''}`.trim()).sort();
}

describe('two lanes of one account that decide at the same moment', () => {
  it.each<{ case: string; scope: 'user' | 'account'; limits: RiskLimits; rule: string }>([
    { case: 'exposure', scope: 'account', limits: { maxExposure: decimal('999') }, rule: 'max_exposure' },
    { case: 'exposure of the user', scope: 'user', limits: { maxExposure: decimal('999') }, rule: 'max_exposure' },
    { case: 'open positions', scope: 'account', limits: { maxOpenPositions: 1 }, rule: 'max_open_positions' },
    { case: 'orders per minute', scope: 'account', limits: { maxOrdersPerMinute: 1 }, rule: 'max_orders_per_minute' },
  ])('cannot break its limit of $case together', async ({ scope, limits, rule }) => {
    await limit(scope, scope === 'user' ? 'usr_1' : 'acc_1', limits);
    const ids = await keepEntries(2);
    await on.lanes.workTogether(on.lanes.loadedTogether(2));
    await on.lanes.workUntilDone();
    expect(await outcomes(ids)).toEqual([`denied ${rule}`, 'filled']);
    expect(on.exchange.executed).toHaveLength(1);
  });

  it('cannot break a limit of their strategy together', async () => {
    await on.database.pool.query(`update strategies set limits = '{"maxOpenPositions":1}'`);
    const ids = await keepEntries(2);
    await on.lanes.workTogether(on.lanes.loadedTogether(2));
    await on.lanes.workUntilDone();
    expect(await outcomes(ids)).toEqual(['denied max_open_positions', 'filled']);
  });

  it('do not wait for each other where no limit spans them', async () => {
    const ids = await keepEntries(2);
    await on.lanes.workTogether(on.lanes.loadedTogether(2));
    expect(await outcomes(ids)).toEqual(['filled', 'filled']);
    expect(await on.lanes.rowsOf('select * from risk_fences')).toEqual([]);
  });

  it('both trade where the limit leaves room for both', async () => {
    await limit('account', 'acc_1', { maxExposure: decimal('1000') });
    const ids = await keepEntries(2);
    await on.lanes.workTogether(on.lanes.loadedTogether(2));
    await on.lanes.workUntilDone();
    expect(await outcomes(ids), 'the one that was late decides anew, and is allowed').toEqual(['filled', 'filled']);
  });
});

it('eight lanes at once open exactly as many positions as allowed', async () => {
  await limit('account', 'acc_1', { maxOpenPositions: 3 });
  const ids = await keepEntries(8);
  await on.lanes.workTogether(on.lanes.loadedTogether(8));
  await on.lanes.workUntilDone();
  const told = await outcomes(ids);
  expect(told.filter((one) => one === 'filled')).toHaveLength(3);
  expect(told.filter((one) => one === 'denied max_open_positions')).toHaveLength(5);
  expect(on.exchange.executed).toHaveLength(3);
});

it('an entry that rests counts until it is canceled', async () => {
  await limit('account', 'acc_1', { maxExposure: decimal('999') });
  on.exchange.script.push('rest');
  await on.lanes.keepAlert(aSignal({ orderType: 'limit', price: decimal('49000') }));
  await on.lanes.workTogether();
  const entry = aSignal({ symbol: 'ETHUSDT', size: { type: 'base', value: decimal('0.011') } });
  const early = await on.lanes.keepAlert(entry);
  await on.lanes.workUntilDone();
  expect(await on.lanes.alertOf(early)).toMatchObject({
    status: 'denied',
    reason: 'Exposure after the order "1040" is above the limit "999" of the account',
  });
  await on.lanes.keepAlert(aSignal({ intent: 'cancel_orders' }));
  await on.lanes.workUntilDone();
  const late = await on.lanes.keepAlert(entry);
  await on.lanes.workUntilDone();
  expect(await on.lanes.alertOf(late)).toMatchObject({ status: 'filled' });
});

it('a turn counts with its position and its entry while its close is on its way, and then with the entry alone', async () => {
  await limit('account', 'acc_1', { maxExposure: decimal('600') });
  const small = (symbol: string) => aSignal({ symbol, size: { type: 'base', value: decimal('0.002') } });
  await on.lanes.keepAlert(aSignal());
  await on.lanes.workUntilDone();
  on.exchange.script.push('busy');
  const turn = await on.lanes.keepAlert(aSignal({ intent: 'sell' }));
  await on.lanes.workTogether();
  on.exchange.script.push('busy');
  const meanwhile = await on.lanes.keepAlert(small('ETHUSDT'));
  await on.lanes.workTogether();
  await on.lanes.workUntilDone();
  expect(await on.lanes.alertOf(turn), 'what it closes makes room for what it opens').toMatchObject({
    status: 'filled',
  });
  expect(await on.lanes.alertOf(meanwhile)).toMatchObject({
    status: 'denied',
    reason: 'Exposure after the order "1100" is above the limit "600" of the account',
  });
  const after = await on.lanes.keepAlert(small('ETHUSDT'));
  await on.lanes.workUntilDone();
  expect(await on.lanes.alertOf(after)).toMatchObject({ status: 'filled' });
});

it('exits pass whatever the limits are, and entries of other users bind nobody', async () => {
  await on.lanes.keepAlert(aSignal());
  await on.lanes.workUntilDone();
  await limit('user', 'usr_1', {
    maxExposure: decimal('0.01'),
    maxOpenPositions: 1,
    maxOrdersPerMinute: 1,
    maxDailyLoss: decimal('0.01'),
    cooldownAfterExitSeconds: 3_600,
  });
  const half = await on.lanes.keepAlert(aSignal({ intent: 'reduce', size: { type: 'base', value: decimal('0.005') } }));
  const rest = await on.lanes.keepAlert(aSignal({ intent: 'flat' }));
  await on.lanes.workUntilDone();
  expect(await outcomes([half, rest])).toEqual(['filled', 'filled']);
  await insertTrader(on.database.pool, { id: '2', hookToken: 'two' });
  const denied = await on.lanes.keepAlert(aSignal());
  await on.lanes.workUntilDone();
  expect(await on.lanes.alertOf(denied)).toMatchObject({ status: 'denied' });
});
