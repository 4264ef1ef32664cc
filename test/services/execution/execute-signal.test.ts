import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pgAlertStore } from '../../../shared/alerts/store.pg.ts';
import type { Exchange } from '../../../shared/exchanges/exchange.ts';
import { carryOut } from '../../../shared/execution/carry-out.ts';
import { pgExecutionStore } from '../../../shared/execution/store.pg.ts';
import type { ExecutionStore } from '../../../shared/execution/store.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { digestToken } from '../../../shared/ids/secret-token.ts';
import { silentLog } from '../../../shared/log/logger.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { queueSyncs } from '../../../shared/orders/queue-syncs.pg.ts';
import type { WorkResult } from '../../../shared/queue/drain-lanes.ts';
import { pgWorkQueue } from '../../../shared/queue/queue.pg.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { pgStrategyStore } from '../../../shared/strategies/store.pg.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { aSignal } from '../../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { type LedgerExchange, ledgerExchange } from '../../support/ledger-exchange.ts';
import { HOOK_TOKEN, insertTrader } from '../../support/trading-rows.ts';

let database: TestDatabase;
let exchange: LedgerExchange;
const newId = idMaker(systemClock);

beforeAll(async () => {
  database = await testDatabase('execute-signal');
});
afterAll(() => database.close());
beforeEach(async () => {
  exchange = ledgerExchange();
  await database.pool.query('truncate users, lanes, work, alerts, alert_identities, events cascade');
  await insertTrader(database.pool);
});

async function keepAlert(...signals: Signal[]): Promise<string> {
  const id = newId('alt');
  const kept = await pgAlertStore(database.pool).keep(
    { by: 'token', digest: digestToken(HOOK_TOKEN) },
    {
      id,
      source: 'webhook',
      receivedAt: new Date(),
      raw: '{}',
      bodyDigest: id,
      identity: { key: id },
      repairs: [],
      signals,
    },
  );
  expect(kept.outcome).toBe('kept');
  return id;
}

type Worker = { executions: ExecutionStore; exchange: Exchange };

/** Works the oldest work of every free lane once, as a worker that holds its lease. */
async function workOnce(worker: Partial<Worker> = {}): Promise<WorkResult[]> {
  const queue = pgWorkQueue(database.pool);
  const executions = worker.executions ?? pgExecutionStore(database.pool, { now: systemClock, newId });
  const chooseExchange = async () => worker.exchange ?? exchange;
  const work = carryOut({ log: silentLog, executions, queue, chooseExchange, now: systemClock, newId });
  const results: WorkResult[] = [];
  for (const lease of await queue.claimLanes(10, 30_000)) {
    const head = await queue.head(lease);
    if (head !== undefined) results.push(await work(head, lease));
    await queue.release(lease);
  }
  return results;
}

async function freeLanes(): Promise<void> {
  await database.pool.query('update lanes set leased_until = null');
}

async function workUntilDone(worker: Partial<Worker> = {}): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await freeLanes();
    await workOnce(worker);
    const { rows } = await database.pool.query('select 1 from work');
    if (rows.length === 0) return;
  }
  throw new Error('the work does not end');
}

const rowsOf = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await database.pool.query(text, values)).rows;

const alertOf = async (id: string) =>
  (await rowsOf('select status, reason_code, reason, ended_at from alerts where id = $1', [id]))[0];
const ordersOf = (id: string) =>
  rowsOf('select status, side, purpose, quantity, reason from orders where alert_id = $1 order by step', [id]);
const timelineOf = async (id: string) =>
  (await rowsOf('select name from events where alert_id = $1 order by id', [id])).map(({ name }) => name);
const positionNow = async () =>
  (await rowsOf('select quantity from positions where closed_at is null')).map(({ quantity }) => String(quantity));

describe('an alert carried out', () => {
  it('ends filled, with its order, position and timeline', async () => {
    const id = await keepAlert(aSignal());
    await workOnce();
    expect(await alertOf(id)).toMatchObject({ status: 'filled', ended_at: expect.any(Date) });
    expect(await ordersOf(id)).toMatchObject([{ status: 'filled', side: 'buy', purpose: 'open', quantity: '0.01' }]);
    expect(await positionNow()).toEqual(['0.01']);
    expect(await timelineOf(id)).toEqual(['decided', 'order_submitting', 'order_filled']);
    expect(await rowsOf('select * from work')).toEqual([]);
  });

  it('goes to the account that its lane names, wherever its strategy was moved since', async () => {
    const id = await keepAlert(aSignal());
    await database.pool.query(
      `insert into accounts (id, user_id, exchange, mode, name, created_at) values ('acc_9', 'usr_1', 'paper', 'paper', 'x', now())`,
    );
    await database.pool.query(`update strategies set account_id = 'acc_9'`);
    await workOnce();
    const accounts = await rowsOf('select account_id from orders where alert_id = $1', [id]);
    expect(accounts).toEqual([{ account_id: 'acc_1' }]);
  });

  it('keeps its strategy on the account for as long as something waits, rests or is held there', async () => {
    await database.pool.query(
      `insert into accounts (id, user_id, exchange, mode, name, created_at) values ('acc_9', 'usr_1', 'paper', 'paper', 'x', now())`,
    );
    const entry = { userId: 'usr_1', actor: 'test', action: 'strategy.updated', subject: 'str_1', detail: {} } as const;
    const move = () =>
      pgStrategyStore(database.pool).edit('usr_1', 'str_1', (current) => ({
        strategy: { ...current, accountId: current.accountId === 'acc_1' ? 'acc_9' : 'acc_1' },
        audit: { ...entry, id: newId('aud'), at: new Date() },
      }));
    await keepAlert(aSignal());
    expect(await move()).toEqual({ outcome: 'busy', holds: ['an alert that waits'] });
    await workOnce();
    expect(await move()).toEqual({ outcome: 'busy', holds: ['a position in BTCUSDT'] });
    await keepAlert(aSignal({ intent: 'flat' }));
    await workUntilDone();
    expect(await positionNow()).toEqual([]);
    expect(await move()).toMatchObject({ outcome: 'edited', strategy: { accountId: 'acc_9' } });
    expect(await move()).toMatchObject({ outcome: 'edited', strategy: { accountId: 'acc_1' } });
    exchange.script.push('rest');
    await keepAlert(aSignal({ orderType: 'limit', price: decimal('49000') }));
    await freeLanes();
    await workOnce();
    expect(await move()).toEqual({ outcome: 'busy', holds: ['an order in BTCUSDT'] });
  });

  it('turns a position round with two orders, the close first', async () => {
    await keepAlert(aSignal());
    await workOnce();
    const flip = await keepAlert(
      aSignal({ intent: 'target_position', targetSide: 'short', targetQuantity: decimal('0.02') }),
    );
    await workOnce();
    expect(exchange.executed.map(({ side, quantity }) => `${side} ${quantity}`)).toEqual([
      'buy 0.01',
      'sell 0.01',
      'sell 0.02',
    ]);
    expect(await ordersOf(flip)).toMatchObject([{ purpose: 'close' }, { purpose: 'open' }]);
    expect(await positionNow()).toEqual(['-0.02']);
  });

  it('sends no entry after a close that was rejected', async () => {
    await keepAlert(aSignal());
    await workOnce();
    const flip = await keepAlert(aSignal({ intent: 'open_short' }));
    exchange.script.push('reject');
    await workOnce();
    expect(await alertOf(flip)).toMatchObject({ status: 'rejected', reason: '-2019: Margin is insufficient.' });
    expect(await ordersOf(flip)).toMatchObject([
      { status: 'rejected' },
      { status: 'canceled', reason: 'Order 1 of the signal was rejected' },
    ]);
    expect(exchange.executed).toHaveLength(1);
  });

  it('ends denied with the rule, and without an order', async () => {
    const id = await keepAlert(aSignal({ signalAt: '2020-01-01T00:00:00.000Z' }));
    await workOnce();
    expect(await alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'max_alert_age' });
    expect(await ordersOf(id)).toEqual([]);
  });

  it('ends as its worst step when a message has several', async () => {
    const id = await keepAlert(aSignal({ of: 2 }), aSignal({ step: 2, of: 2, symbol: 'NOPEUSDT' }));
    await workUntilDone();
    expect(await alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'symbol_known' });
    expect(await ordersOf(id)).toMatchObject([{ status: 'filled' }]);
  });

  it('rests, is synced when the exchange has filled it, and is canceled by a later alert', async () => {
    exchange.script.push('rest');
    const id = await keepAlert(aSignal({ orderType: 'limit', price: decimal('49000') }));
    await workOnce();
    expect(await alertOf(id)).toMatchObject({ status: 'working', ended_at: null });
    expect(await queueSyncs(database.pool)).toBe(1);
    expect(await queueSyncs(database.pool), 'work that waits already is not put twice').toBe(0);
    await workUntilDone();
    expect(await timelineOf(id), 'nothing new is no news').toEqual(['decided', 'order_submitting', 'order_open']);
    const cancel = await keepAlert(aSignal({ intent: 'cancel_orders' }));
    await workUntilDone();
    expect(await alertOf(id)).toMatchObject({ status: 'canceled' });
    expect(await alertOf(cancel)).toMatchObject({ status: 'done' });
  });

  it('learns of a resting order that was filled before it decides on the next alert', async () => {
    exchange.script.push('rest');
    const entry = await keepAlert(aSignal({ orderType: 'limit', price: decimal('49000') }));
    await workOnce();
    exchange.fillResting();
    const exit = await keepAlert(aSignal({ intent: 'flat' }));
    await workUntilDone();
    expect(await alertOf(entry)).toMatchObject({ status: 'filled' });
    expect(await ordersOf(exit), 'the position that nobody had told us of is closed').toMatchObject([
      { purpose: 'close', quantity: '0.01' },
    ]);
    expect(await positionNow()).toEqual([]);
  });

  it('tries again what the exchange certainly did not take, and only that', async () => {
    exchange.script.push('busy', 'busy');
    const id = await keepAlert(aSignal());
    const [first] = await workOnce();
    expect(first).toEqual({ status: 'retry', delayMs: 100, reason: 'Service Unavailable.', isAway: true });
    expect(await rowsOf(`select detail ->> 'retryAfterMs' as told from events where name = 'order_postponed'`)).toEqual(
      [{ told: '100' }],
    );
    await workUntilDone();
    expect(exchange.executed).toHaveLength(1);
    expect(await alertOf(id)).toMatchObject({ status: 'filled' });
  });

  it('gives an entry up when trading was halted between two attempts', async () => {
    exchange.script.push('busy');
    const id = await keepAlert(aSignal());
    await workOnce();
    await database.pool.query(
      `insert into trading_states (user_id, state, reason, set_by, set_at) values ('usr_1', 'halted', 'news', 'test', now())`,
    );
    await workUntilDone();
    expect(exchange.executed).toEqual([]);
    expect(await alertOf(id)).toMatchObject({ status: 'expired', reason: 'trading_state: Trading is halted: news' });
  });

  it.each(['lost before execution', 'lost after execution'] as const)(
    'has one execution when the answer is %s',
    async (step) => {
      exchange.script.push(step);
      const id = await keepAlert(aSignal());
      await workOnce();
      expect(await ordersOf(id)).toMatchObject([{ status: 'unknown' }]);
      await workUntilDone();
      expect(exchange.executed).toHaveLength(1);
      expect(await alertOf(id)).toMatchObject({ status: 'filled' });
      expect(await positionNow()).toEqual(['0.01']);
    },
  );

  it('never sends again what the exchange said it took, even when it knows nothing of it later', async () => {
    const forgetful: Exchange = {
      ...exchange,
      async place(request) {
        await exchange.place(request);
        return { status: 'unknown', message: 'The order was taken: its trades lag', exchangeOrderId: '7' };
      },
      lookUp: async () => ({ status: 'not_found', isFinal: true }),
    };
    const id = await keepAlert(aSignal());
    await workOnce({ exchange: forgetful });
    await database.pool.query('update work set due_at = now()');
    expect(await workOnce({ exchange: forgetful })).toMatchObject([{ status: 'retry' }]);
    expect(exchange.executed).toHaveLength(1);
    await database.pool.query('update work set due_at = now()');
    await workOnce();
    expect(exchange.executed).toHaveLength(1);
    expect(await alertOf(id)).toMatchObject({ status: 'filled' });
  });

  it('tells every look-up when the order was last sent, not first', async () => {
    exchange.script.push('lost before execution', 'lost before execution');
    const told: (Date | undefined)[] = [];
    const watched: Exchange = {
      ...exchange,
      lookUp(market, symbol, clientOrderId, submittedAt) {
        told.push(submittedAt);
        return exchange.lookUp(market, symbol, clientOrderId);
      },
    };
    const id = await keepAlert(aSignal());
    await workUntilDone({ exchange: watched });
    expect(await alertOf(id)).toMatchObject({ status: 'filled' });
    const [first, second] = told.map((at) => at?.getTime() ?? 0);
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first ?? 0);
  });

  it('writes nothing once the lease is lost', async () => {
    await keepAlert(aSignal());
    const executions = pgExecutionStore(database.pool, { now: systemClock, newId });
    const stolen: ExecutionStore = {
      ...executions,
      async commit(...given) {
        await database.pool.query(`update lanes set lease_token = 'somebody else'`);
        return executions.commit(...given);
      },
    };
    await expect(workOnce({ executions: stolen })).rejects.toMatchObject({ code: 'lease_lost' });
    expect(exchange.executed).toEqual([]);
    expect(await rowsOf('select * from orders')).toEqual([]);
  });
});

/** `hangs` once it has died while it waited for the exchange: then it never says so itself. */
type MortalWorker = Worker & { calls: () => number; hangs: Promise<void> };

/** Counts the calls that change something, and ends the worker before or after the nth one. */
function mortal(worker: Worker, dies: { at: number; when: 'before' | 'after' }): MortalWorker {
  let calls = 0;
  let hang = (): void => {};
  const hangs = new Promise<void>((resolve) => {
    hang = resolve;
  });
  const guard =
    <Given extends unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      calls += 1;
      const isLast = calls === dies.at;
      if (isLast && dies.when === 'before') throw new Killed();
      const result = await call(...given);
      if (isLast) throw new Killed();
      return result;
    };
  const { executions, exchange: asked } = worker;
  return {
    calls: () => calls,
    hangs,
    executions: {
      ...executions,
      load: guard(executions.load),
      commit: guard(executions.commit),
    },
    exchange: {
      ...asked,
      place: guardPlace(asked, guard, hang),
      lookUp: guard(asked.lookUp),
      cancel: guard(asked.cancel),
    },
  };
}

type Guard = <Given extends unknown[], Result>(
  call: (...given: Given) => Promise<Result>,
) => (...given: Given) => Promise<Result>;

/** A process that dies while it waits for the exchange does not live to note that the answer is lost. */
function guardPlace(asked: Exchange, guard: Guard, hang: () => void): Exchange['place'] {
  const place = guard(asked.place);
  return async (request) => {
    try {
      return await place(request);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      hang();
      return new Promise(() => {});
    }
  };
}

class Killed extends Error {}

describe('a worker that dies while the entry of a turn is asked about', () => {
  const turn = aSignal({
    ...{ intent: 'target_position', previousSide: 'flat', previousQuantity: decimal('0') },
    ...{ targetSide: 'short', targetQuantity: decimal('0.02') },
  });
  const deaths = [1, 2, 3, 4].flatMap((at) => [
    { at, when: 'before' as const },
    { at, when: 'after' as const },
  ]);
  const sent = () => exchange.executed.map(({ side, quantity }) => `${side} ${quantity}`);
  const workDue = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) {
      await freeLanes();
      await database.pool.query('update work set due_at = now() where is_begun');
      await workOnce();
    }
  };
  const dying = async (dies: { at: number; when: 'before' | 'after' }): Promise<void> => {
    const worker = mortal({ executions: pgExecutionStore(database.pool, { now: systemClock, newId }), exchange }, dies);
    await Promise.race([workOnce(worker).catch(() => undefined), worker.hangs]);
    await workDue();
  };

  beforeEach(() => database.pool.query(`update strategies set on_drift = 'ask'`));

  it.each(deaths)('closes once and asks once when it dies $when call $at of the question', async (dies) => {
    await keepAlert(aSignal());
    await workOnce();
    const id = await keepAlert(turn);
    await dying(dies);
    expect(await alertOf(id)).toMatchObject({ status: 'held' });
    expect(sent()).toEqual(['buy 0.01', 'sell 0.01']);
    expect((await timelineOf(id)).filter((name) => name === 'position_drift')).toHaveLength(1);
    expect(await rowsOf('select 1 from notifications')).toHaveLength(1);
  });

  it.each(deaths)('enters once when it dies $when call $at of what was answered', async (dies) => {
    await keepAlert(aSignal());
    await workOnce();
    const id = await keepAlert(turn);
    await workDue();
    await database.pool.query(
      `update signals set drift_answer = 'sync', drift_answered_at = now() where status = 'held'`,
    );
    await database.pool.query('update work set due_at = now()');
    await dying(dies);
    expect(sent()).toEqual(['buy 0.01', 'sell 0.01', 'sell 0.02']);
    expect(await alertOf(id)).toMatchObject({ status: 'filled', reason_code: null });
    expect(await positionNow()).toEqual(['-0.02']);
    expect(await rowsOf('select 1 from work')).toEqual([]);
  });
});

describe('a worker that dies at any step', () => {
  const flip = aSignal({ intent: 'target_position', targetSide: 'short', targetQuantity: decimal('0.02') });
  const steps = Array.from({ length: 7 }, (_, at) => at + 1);

  it.each(
    steps.flatMap((at) => [
      { at, when: 'before' as const },
      { at, when: 'after' as const },
    ]),
  )('leaves one execution of each order when it dies $when call $at', async (dies) => {
    await keepAlert(aSignal());
    await workOnce();
    const id = await keepAlert(flip);
    const worker = mortal({ executions: pgExecutionStore(database.pool, { now: systemClock, newId }), exchange }, dies);
    await Promise.race([workOnce(worker).catch(() => undefined), worker.hangs]);
    expect(worker.calls(), 'the worker was killed at this call, not before').toBe(dies.at);
    await workUntilDone();
    expect(exchange.executed.map(({ side, quantity }) => `${side} ${quantity}`)).toEqual([
      'buy 0.01',
      'sell 0.01',
      'sell 0.02',
    ]);
    expect(await alertOf(id)).toMatchObject({ status: 'filled' });
    expect(await positionNow()).toEqual(['-0.02']);
  });
});
