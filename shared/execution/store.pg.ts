import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { AppError } from '../errors/app-error.ts';
import { hasActiveKey } from '../exchange-keys/has-active-key.ts';
import { pgExchangeKeyStore } from '../exchange-keys/store.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import { selectProtectiveOrders, selectRestingOrders, selectUnsettledProtection } from '../orders/order-rows.pg.ts';
import { selectProtection } from '../protection/store.pg.ts';
import { selectHeldWork } from '../queue/held-work.pg.ts';
import type { Lease } from '../queue/work.ts';
import type { Clock } from '../time/clock.ts';
import { COMMIT_STEP } from './commit.sql.ts';
import { loadExecution, selectTrades } from './load-execution.pg.ts';
import { alertOutcomeOf, type SignalOutcome, type SignalStatus } from './signal-outcome.ts';
import { stepRows } from './step-rows.ts';
import type { Execution, ExecutionStep, ExecutionStore } from './store.ts';

export type ExecutionStoreDeps = { now: Clock; newId: NewId };

export function pgExecutionStore(pool: Pool, deps: ExecutionStoreDeps): ExecutionStore {
  return {
    load: (work) => whileAvailable(() => loadExecution(pool, work, deps.now())),
    async commit(lease, execution, step) {
      const { outcome } = step;
      if (outcome === undefined || execution.alert.steps === 1)
        return whileAvailable(() => write(pool, deps, lease, { execution, step, alertOutcome: outcome }));
      return inTransaction(pool, async (database) => {
        const alertOutcome = await wholeOutcome(database, execution, outcome);
        return write(database, deps, lease, { execution, step, alertOutcome });
      });
    },
    resting: ({ account, market, symbol }) =>
      whileAvailable(() => selectRestingOrders(pool, { accountId: account.id, market, symbol })),
    unsettledProtection: ({ account, market, symbol }) =>
      whileAvailable(() => selectUnsettledProtection(pool, { accountId: account.id, market, symbol })),
    hasActiveKey: (asked) => hasActiveKey({ exchangeKeys: pgExchangeKeyStore(pool) }, asked),
    held: ({ alert, strategy, market, symbol, work }) =>
      whileAvailable(() =>
        selectHeldWork(pool, {
          ...{ userId: alert.userId, strategyId: strategy.id, market, symbol },
          ...{ lane: work.lane, before: alert.id },
        }),
      ),
    protection: ({ alert, account, market, symbol }) =>
      whileAvailable(async () => {
        const lane = { userId: alert.userId, accountId: account.id, market, symbol };
        const kept = await selectProtection(pool, lane);
        if (kept === undefined) return undefined;
        return {
          kept,
          orders: await selectProtectiveOrders(pool, { ...lane, since: kept.createdAt, alertId: kept.alertId }),
        };
      }),
    ownerOf: (execution, order) =>
      whileAvailable(async () => {
        const step = await selectStep(pool, order.signalId);
        const work = { ...execution.work, userId: order.userId, alertId: order.alertId, step };
        const owner = await loadExecution(pool, work, deps.now());
        if (owner === undefined || order.purpose !== 'protect') return owner;
        const knownTrades = new Set([...owner.knownTrades, ...(await selectTrades(pool, [order.id]))]);
        return { ...owner, knownTrades };
      }),
  };
}

type Writing = { execution: Execution; step: ExecutionStep; alertOutcome: SignalOutcome | undefined };

async function write(
  database: Database,
  deps: ExecutionStoreDeps,
  lease: Lease,
  writing: Writing,
): Promise<'kept' | 'outdated'> {
  const { execution, step } = writing;
  const rows = stepRows({ ...writing, newId: deps.newId, at: deps.now() });
  const { rows: found } = await database.query<{ held: number; is_current: boolean }>(COMMIT_STEP, [
    lease.lane,
    lease.token,
    JSON.stringify(rows),
    execution.alert.userId,
    step.fence?.version ?? null,
    step.fence?.tradingVersion ?? null,
  ]);
  if (found[0]?.held === 1) return found[0].is_current ? 'kept' : 'outdated';
  throw new AppError('lease_lost', `Cannot write for lane "${lease.lane}": its lease is held by another`);
}

type StepRow = { status: SignalStatus; rule: string | null; reason: string | null };

/**
 * What an alert of several steps has come to with this one. Its row is locked first: two lanes may end the last two steps at
 * the same time, and the second has to see the first.
 */
async function wholeOutcome(
  database: Database,
  { alert, decided, work }: Execution,
  outcome: SignalOutcome,
): Promise<SignalOutcome | undefined> {
  await database.query('select 1 from alerts where id = $1 for update', [alert.id]);
  const { rows } = await database.query<StepRow>(
    `select status, rule, reason from signals
     where alert_id = $1 and id is distinct from $2 and step <> $3 and ended_at is not null order by step`,
    [alert.id, decided?.signalId ?? null, work.step],
  );
  return alertOutcomeOf([...rows.map(toOutcome), outcome], alert.steps);
}

function toOutcome({ status, rule, reason }: StepRow): SignalOutcome {
  return { status, ...(rule === null ? {} : { rule }), ...(reason === null ? {} : { reason }) };
}

async function selectStep(database: Database, signalId: string): Promise<number> {
  const { rows } = await database.query<{ step: number }>('select step from signals where id = $1', [signalId]);
  return rows[0]?.step ?? 0;
}
