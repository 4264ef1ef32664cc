import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pgAccountStore } from '../../../shared/accounts/store.pg.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import type { RiskLimits } from '../../../shared/limits/limits.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { pgPortfolioStore } from '../../../shared/portfolio/store.pg.ts';
import { pgRiskLimitStore } from '../../../shared/risk/limit-store.pg.ts';
import { loadRiskBook } from '../../../shared/risk/load-book.pg.ts';
import { setTradingState } from '../../../shared/risk/set-trading-state.ts';
import { pgTradingStateStore } from '../../../shared/risk/trading-state-store.pg.ts';
import { watchLosses } from '../../../shared/risk/watch-losses.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { aSignal } from '../../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { type LedgerExchange, ledgerExchange } from '../../support/ledger-exchange.ts';
import { insertTrader } from '../../support/trading-rows.ts';
import { workLanes } from '../../support/work-lanes.ts';

let database: TestDatabase;
let exchange: LedgerExchange;
let lanes: ReturnType<typeof workLanes>;
const newId = idMaker(systemClock);

beforeAll(async () => {
  database = await testDatabase('losses');
  lanes = workLanes(database.pool, () => exchange);
});
afterAll(() => database.close());
beforeEach(async () => {
  exchange = ledgerExchange();
  exchange.now = systemClock;
  await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events, prices cascade');
  await insertTrader(database.pool);
});

const deps = () => ({
  ...{ now: systemClock, newId },
  accounts: pgAccountStore(database.pool),
  riskLimits: pgRiskLimitStore(database.pool),
  tradingStates: pgTradingStateStore(database.pool),
  bookOf: () => loadRiskBook(database.pool, { userId: 'usr_1', accountId: 'acc_1', symbol: '', cooldownSeconds: 0 }),
});

async function limit(scope: 'user' | 'account' | 'symbol', subject: string, limits: RiskLimits): Promise<void> {
  const kept = { scope, subject, limits, updatedBy: 'test', updatedAt: new Date() };
  const audit = {
    id: newId('aud'),
    userId: 'usr_1',
    actor: 'test',
    action: 'risk_limits.set',
    subject,
    at: new Date(),
  };
  await pgRiskLimitStore(database.pool).set('usr_1', kept, (before) => ({
    ...audit,
    action: 'risk_limits.set',
    detail: { before, after: limits },
  }));
}

async function trade(signal: Parameters<typeof aSignal>[0] = {}) {
  const id = await lanes.keepAlert(aSignal(signal));
  await lanes.workUntilDone();
  return lanes.alertOf(id);
}

/** Bought at 50000 and sold at 40000: 100 lost, and 0.9 of commission. */
async function lose(symbol = 'BTCUSDT'): Promise<void> {
  exchange.price = decimal('50000');
  await trade({ symbol });
  exchange.price = decimal('40000');
  await trade({ symbol, intent: 'flat' });
  exchange.price = decimal('50000');
}

const resume = () => setTradingState(deps(), { userId: 'usr_1', actor: 'tok_1', state: 'active' });
const riskStates = () =>
  lanes.rowsOf(`select account_id, state, reason, set_by, expires_at from trading_states where source = 'risk'`);

describe('a broken daily loss limit', () => {
  const limits: RiskLimits = { maxDailyLoss: decimal('100'), onLossLimit: 'halted' };

  it('denies the entry, halts the account until the next UTC day, and lets exits pass', async () => {
    await limit('account', 'acc_1', limits);
    await trade({ symbol: 'ETHUSDT' });
    await lose();
    expect(await trade()).toMatchObject({ status: 'denied', reason_code: 'max_daily_loss' });
    const [state] = await riskStates();
    const now = new Date();
    expect(state).toMatchObject({
      account_id: 'acc_1',
      state: 'halted',
      set_by: 'risk:max_daily_loss',
      expires_at: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)),
    });
    expect(state?.reason).toMatch(/^The account has lost "101\.4" USDT since .*: the account limit is "100"$/);
    expect(await trade(), 'from now on for this reason').toMatchObject({ reason_code: 'trading_state' });
    expect(await trade({ symbol: 'ETHUSDT', intent: 'flat' })).toMatchObject({ status: 'filled' });
    const audit = await lanes.rowsOf(`select actor, subject from audit where action = 'trading_state.set'`);
    expect(audit, 'kept once').toEqual([{ actor: 'risk:max_daily_loss', subject: 'acc_1' }]);
    const told = await lanes.rowsOf('select kind, severity, account_id, strategy_id, title from notifications');
    expect(told, 'told once').toEqual([
      {
        ...{ kind: 'trading_stopped', severity: 'alarm', account_id: 'acc_1', strategy_id: 'str_1' },
        title: expect.stringMatching(/^Trading of account acc_1 is halted until .*T00:00:00.000Z.*has lost/),
      },
    ]);
  });

  it('counts from the moment at which a person resumes', async () => {
    await limit('user', 'usr_1', limits);
    await lose();
    expect(await trade()).toMatchObject({ reason_code: 'max_daily_loss' });
    await resume();
    expect(await riskStates()).toEqual([]);
    expect(await trade({ symbol: 'ETHUSDT' })).toMatchObject({ status: 'filled' });
    await lose('SOLUSDT');
    expect(await trade(), 'what was lost since is a loss again').toMatchObject({ reason_code: 'max_daily_loss' });
  });

  it('is noticed without an entry when the market moves, once', async () => {
    await limit('account', 'acc_1', { ...limits, onLossLimit: 'reducing' });
    await trade();
    expect(await watchLosses(deps())).toEqual({ halted: [], failed: [] });
    await database.pool.query(
      `insert into prices (market, symbol, price, source, seen_at) values ('usdm', 'BTCUSDT', 39000, 'test', now())`,
    );
    expect(await watchLosses(deps())).toEqual({ halted: ['acc_1'], failed: [] });
    expect(await watchLosses(deps()), 'it is reducing already').toEqual({ halted: [], failed: [] });
    expect(await riskStates()).toMatchObject([{ state: 'reducing' }]);
  });

  it('keeps a turn that breaks it from opening the other side', async () => {
    await limit('account', 'acc_1', limits);
    await trade();
    exchange.price = decimal('39000');
    const id = await lanes.keepAlert(aSignal({ intent: 'reverse_to_short', signalPrice: decimal('39000') }));
    await lanes.workUntilDone();
    expect(
      await lanes.rowsOf('select purpose, status, reason from orders where alert_id = $1 order by step', [id]),
    ).toEqual([
      { purpose: 'close', status: 'filled', reason: null },
      {
        purpose: 'open',
        status: 'expired',
        reason: expect.stringMatching(/^max_daily_loss: The account has lost "110/),
      },
    ]);
  });

  it('only denies where it is not said to do more', async () => {
    await limit('account', 'acc_1', { maxDailyLoss: decimal('100') });
    await lose();
    expect(await trade()).toMatchObject({ reason_code: 'max_daily_loss' });
    expect(await riskStates()).toEqual([]);
    expect(await watchLosses(deps())).toEqual({ halted: [], failed: [] });
  });
});

describe('a broken drawdown limit', () => {
  const at = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000);
  const snapshot = (equity: string, minutesAgo: number) => ({
    ...{ userId: 'usr_1', accountId: 'acc_1', at: at(minutesAgo), equity: decimal(equity) },
    ...{ realizedPnl: decimal('0'), unrealizedPnl: decimal('0'), exposure: decimal('0') },
  });

  it('counts from the peak of equity, and from a new one once a person resumes', async () => {
    await limit('account', 'acc_1', { maxDrawdownFraction: decimal('0.1'), onLossLimit: 'halted' });
    const portfolio = pgPortfolioStore(database.pool);
    await portfolio.addSnapshots([snapshot('9000', 4), snapshot('10000', 3), snapshot('9001', 2)]);
    expect(await trade()).toMatchObject({ status: 'filled' });
    await portfolio.addSnapshots([snapshot('8999', 1)]);
    expect(await trade()).toMatchObject({
      reason_code: 'max_drawdown',
      reason: 'The equity of the account fell from "10000" to "8999" USDT, by "0.1001": the account limit is "0.1"',
    });
    await resume();
    await portfolio.addSnapshots([snapshot('8998', 0)]);
    expect(await trade()).toMatchObject({ status: 'filled' });
  });
});

describe('losses and exits', () => {
  it('in a row deny until a gain or the next day', async () => {
    await limit('account', 'acc_1', { maxLossesInRow: 2 });
    await lose();
    expect(await trade({ symbol: 'ETHUSDT' })).toMatchObject({ status: 'filled' });
    await lose('SOLUSDT');
    expect(await trade()).toMatchObject({
      reason: 'The last 2 positions of the account were closed at a loss: the limit is 2 in a row and day',
    });
    exchange.price = decimal('60000');
    await trade({ symbol: 'ETHUSDT', intent: 'flat' });
    expect(await trade(), 'the last one was a gain').toMatchObject({ status: 'filled' });
  });

  it('make their own symbol wait, and no other', async () => {
    await limit('symbol', 'BTCUSDT', { cooldownAfterLossSeconds: 3_600 });
    await database.pool.query(`update strategies set limits = '{"cooldownAfterExitSeconds": 1}'`);
    await lose();
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(await trade({ symbol: 'ETHUSDT' })).toMatchObject({ status: 'filled' });
    expect(await trade()).toMatchObject({ reason_code: 'cooldown' });
  });
});
