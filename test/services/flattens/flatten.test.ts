import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pgAccountStore } from '../../../shared/accounts/store.pg.ts';
import { pgAlertStore } from '../../../shared/alerts/store.pg.ts';
import { pgExecutionStore } from '../../../shared/execution/store.pg.ts';
import { readFlatten, requestFlatten } from '../../../shared/flattens/request-flatten.ts';
import { pgFlattenStore } from '../../../shared/flattens/store.pg.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { setTradingState } from '../../../shared/risk/set-trading-state.ts';
import { pgTradingStateStore } from '../../../shared/risk/trading-state-store.pg.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { aSignal } from '../../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { type LedgerExchange, ledgerExchange } from '../../support/ledger-exchange.ts';
import { insertTrader } from '../../support/trading-rows.ts';
import { workLanes } from '../../support/work-lanes.ts';

let database: TestDatabase;
let exchange: LedgerExchange;
let lanes: ReturnType<typeof workLanes>;
let rings = 0;
const newId = idMaker(systemClock);

beforeAll(async () => {
  database = await testDatabase('flatten');
  lanes = workLanes(database.pool, () => exchange);
});
afterAll(() => database.close());
beforeEach(async () => {
  exchange = ledgerExchange();
  rings = 0;
  await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events cascade');
  await insertTrader(database.pool);
});

const doorbell = {
  ring() {
    rings += 1;
  },
};

function deps() {
  return {
    ...{ now: systemClock, newId, doorbell },
    alerts: pgAlertStore(database.pool),
    accounts: pgAccountStore(database.pool),
    tradingStates: pgTradingStateStore(database.pool),
    flattens: pgFlattenStore(database.pool),
  };
}

async function flatten(more: { accountId?: string; userId?: string } = {}) {
  const asked = await requestFlatten(deps(), {
    userId: 'usr_1',
    actor: 'tok_1',
    reason: 'fire',
    state: 'halted',
    ...more,
  });
  if (asked.outcome !== 'asked') throw new Error(asked.reason);
  return asked.report;
}

const reportOf = async (id: string) => {
  const report = await readFlatten(deps(), { userId: 'usr_1', id });
  return report?.lanes.map(
    ({ symbol, outcome, reason }) => `${symbol} ${outcome}${reason === undefined ? '' : `: ${reason}`}`,
  );
};
const openOf = async () => lanes.rowsOf('select symbol from positions where closed_at is null order by symbol');
const commands = async () => lanes.rowsOf(`select id from alerts where source = 'command'`);

async function openThreeLanes(): Promise<void> {
  await lanes.keepAlert(aSignal());
  await lanes.keepAlert(aSignal({ symbol: 'ETHUSDT', intent: 'open_short' }));
  await lanes.workUntilDone();
  exchange.script.push('rest');
  await lanes.keepAlert(aSignal({ symbol: 'SOLUSDT', orderType: 'limit', price: decimal('49000') }));
  await lanes.workTogether();
}

describe('requestFlatten()', () => {
  it('closes every position, cancels every order and lets nothing be opened after', async () => {
    await openThreeLanes();
    const report = await flatten();
    expect(report).toMatchObject({ isDone: false, reason: 'fire', askedBy: 'tok_1' });
    expect(report.lanes.map(({ symbol, outcome, openOrders }) => `${symbol} ${outcome} ${openOrders}`)).toEqual([
      'BTCUSDT working 0',
      'ETHUSDT working 0',
      'SOLUSDT working 1',
    ]);
    expect(rings, 'somebody is woken').toBeGreaterThan(0);
    await lanes.workUntilDone();
    expect(await reportOf(report.id)).toEqual(['BTCUSDT flat', 'ETHUSDT flat', 'SOLUSDT flat']);
    expect(await readFlatten(deps(), { userId: 'usr_1', id: report.id })).toMatchObject({ isDone: true });
    expect(await openOf()).toEqual([]);
    const late = await lanes.keepAlert(aSignal());
    await lanes.workUntilDone();
    expect(await lanes.alertOf(late)).toMatchObject({
      reason_code: 'trading_state',
      reason: 'Trading is halted: fire',
    });
    expect(await lanes.rowsOf(`select action, subject from audit order by id`)).toEqual([
      { action: 'trading_state.set', subject: 'usr_1' },
      { action: 'trading_state.flatten', subject: 'usr_1' },
    ]);
  });

  it('ends what waits for an answer', async () => {
    await database.pool.query(`update strategies set on_drift = 'ask'`);
    await lanes.keepAlert(aSignal());
    await lanes.workUntilDone();
    const held = await lanes.keepAlert(
      aSignal({ intent: 'target_position', previousSide: 'flat', targetSide: 'long', orderSide: 'buy' }),
    );
    await lanes.workDue();
    expect(await lanes.alertOf(held)).toMatchObject({ status: 'held' });
    const report = await flatten();
    await lanes.workUntilDone();
    expect(await reportOf(report.id)).toEqual(['BTCUSDT flat']);
    expect(await lanes.alertOf(held)).toMatchObject({ status: 'expired' });
    expect((await lanes.alertOf(held))?.reason).not.toContain('Nobody answered');
  });

  it('asks once, however often it is asked while that is under way', async () => {
    await openThreeLanes();
    const reports = await Promise.all([flatten(), flatten(), flatten()]);
    const again = await flatten();
    const ids = reports.map((report) => report.lanes.map(({ alertId }) => alertId));
    expect(ids[1]).toEqual(ids[0]);
    expect(ids[2]).toEqual(ids[0]);
    expect(again.lanes.map(({ alertId }) => alertId)).toEqual(ids[0]);
    expect(await commands()).toHaveLength(3);
    await lanes.workUntilDone();
    expect(exchange.executed.filter(({ reduceOnly }) => reduceOnly)).toHaveLength(2);
    expect((await flatten()).lanes, 'nothing is left').toEqual([]);
  });

  it('tells what it could not close and why, and asks for that anew', async () => {
    await lanes.keepAlert(aSignal());
    await lanes.workUntilDone();
    exchange.script.push('reject');
    const first = await flatten();
    await lanes.workUntilDone();
    expect(await reportOf(first.id)).toEqual(['BTCUSDT left: -2019: Margin is insufficient.']);
    const second = await flatten();
    expect(second.lanes[0]?.alertId).not.toBe(first.lanes[0]?.alertId);
    await lanes.workUntilDone();
    expect(await reportOf(second.id)).toEqual(['BTCUSDT flat']);
  });

  it('leaves other accounts and other users alone', async () => {
    await insertTrader(database.pool, { id: '2', hookToken: 'two' });
    await lanes.keepAlert(aSignal());
    await lanes.workUntilDone();
    expect((await flatten({ userId: 'usr_2' })).lanes).toEqual([]);
    await database.pool.query(
      `insert into accounts (id, user_id, exchange, mode, name, created_at) values ('acc_9', 'usr_1', 'paper', 'paper', 'other', now())`,
    );
    expect((await flatten({ accountId: 'acc_9' })).lanes).toEqual([]);
    const entry = await lanes.keepAlert(aSignal({ symbol: 'ETHUSDT' }));
    await lanes.workUntilDone();
    expect(await lanes.alertOf(entry), 'the other account is halted, this one is not').toMatchObject({
      status: 'filled',
    });
    const stranger = await requestFlatten(deps(), {
      ...{ userId: 'usr_2', actor: 'tok_2', reason: 'x', state: 'halted', accountId: 'acc_1' },
    });
    expect(stranger).toMatchObject({ outcome: 'refused', code: 'account_unknown' });
  });

  it('tells of a position that nobody can be asked to close', async () => {
    await database.pool.query(
      `insert into accounts (id, user_id, exchange, mode, name, created_at) values ('acc_9', 'usr_1', 'paper', 'paper', 'other', now())`,
    );
    await database.pool.query(
      `insert into positions (id, user_id, account_id, market, symbol, quantity, entry_notional, realized_pnl, commission,
         opened_at, updated_at) values ('pos_9', 'usr_1', 'acc_9', 'usdm', 'BTCUSDT', 1, 50000, 0, 0, now(), now())`,
    );
    const report = await flatten();
    expect(report).toMatchObject({ isDone: true, lanes: [{ outcome: 'skipped', symbol: 'BTCUSDT' }] });
    expect(await reportOf(report.id)).toEqual([
      'BTCUSDT skipped: No strategy trades on account "acc_9": nothing can be sent there',
    ]);
  });

  it('takes what protects a position along with it', async () => {
    exchange = { ...exchange, capabilities: { ...exchange.capabilities, conditionalOrders: true } };
    exchange.script.push('fill', 'rest');
    await lanes.keepAlert(aSignal({ stopLoss: { kind: 'abs', value: decimal('45000') } }));
    await lanes.workUntilDone();
    expect(await lanes.rowsOf(`select purpose from orders where status = 'open'`)).toEqual([{ purpose: 'protect' }]);
    const report = await flatten();
    await lanes.workUntilDone();
    expect(await reportOf(report.id)).toEqual(['BTCUSDT flat']);
    expect(await lanes.rowsOf(`select 1 from orders where status = 'open'`)).toEqual([]);
  });

  it('waits for no step that was to wait itself', async () => {
    await lanes.keepAlert(aSignal(), aSignal({ step: 2, of: 2, delaySeconds: 3_600 }));
    await lanes.workTogether();
    const report = await flatten();
    await lanes.workUntilDone();
    expect(await reportOf(report.id)).toEqual(['BTCUSDT flat']);
    expect(
      exchange.executed.filter(({ reduceOnly }) => !reduceOnly),
      'the later step opens nothing',
    ).toHaveLength(1);
  });
});

it('an entry that was decided before trading was halted is not kept after', async () => {
  const id = await lanes.keepAlert(aSignal());
  const executions = pgExecutionStore(database.pool, { now: systemClock, newId });
  let isHalted = false;
  await lanes.workTogether({
    ...executions,
    async commit(...given) {
      if (!isHalted) {
        isHalted = true;
        await setTradingState(deps(), { userId: 'usr_1', actor: 'tok_1', state: 'halted', reason: 'fire' });
      }
      return executions.commit(...given);
    },
  });
  expect(await lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'trading_state' });
  expect(exchange.executed).toEqual([]);
});
