import { pgAccountStore } from '../accounts/store.pg.ts';
import type { AlertSource } from '../alerts/alert.ts';
import { insertEvents } from '../alerts/event-rows.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import { insertOrder, selectOrdersOfSignal, selectRestingOrders } from '../orders/order-rows.pg.ts';
import { selectOpenPosition } from '../positions/position-rows.pg.ts';
import { holdLease } from '../queue/queue.pg.ts';
import type { Work } from '../queue/work.ts';
import { findTradingState } from '../risk/trading-state-store.pg.ts';
import { readSignals } from '../signals/signal-json.ts';
import { findStrategy } from '../strategies/store.pg.ts';
import { tradedSymbol } from '../strategies/traded-symbol.ts';
import type { Clock } from '../time/clock.ts';
import { keepChange } from './change-order.pg.ts';
import { endSignal } from './end-signal.pg.ts';
import type { OrderEvent } from './order-change.ts';
import type { Execution, ExecutionStore } from './store.ts';

export type ExecutionStoreDeps = { now: Clock; newId: NewId };

type AlertRow = {
  id: string;
  user_id: string;
  strategy_id: string;
  source: AlertSource;
  received_at: Date;
  signals: unknown;
};
type SignalRow = { id: string; rule: string | null; reason: string | null };

export function pgExecutionStore(pool: Pool, deps: ExecutionStoreDeps): ExecutionStore {
  const write = (work: Work, events: readonly OrderEvent[]) =>
    events.map((event) => ({
      ...event,
      id: deps.newId('evt'),
      userId: work.userId,
      alertId: work.alertId,
      step: work.step,
      at: deps.now(),
    }));
  return {
    load: (work) => whileAvailable(() => load(pool, work)),
    decide: (lease, execution, decided, outcome) =>
      inTransaction(pool, async (database) => {
        const { work, alert, strategy, signal, market, symbol } = execution;
        await holdLease(database, lease);
        await database.query(
          `insert into signals (id, user_id, alert_id, strategy_id, step, market, symbol, intent, status, rule, reason, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, 'working', $9, $10, $11)`,
          [
            decided.id,
            alert.userId,
            alert.id,
            strategy.id,
            work.step,
            market,
            symbol,
            signal.intent,
            decided.denial?.rule ?? null,
            decided.denial?.reason ?? null,
            deps.now(),
          ],
        );
        for (const order of decided.orders) await insertOrder(database, order);
        await insertEvents(database, write(work, decided.events));
        if (outcome !== undefined) await endSignal(database, { work, signalId: decided.id, outcome, at: deps.now() });
        else
          await database.query(`update alerts set status = 'working' where id = $1 and status = 'accepted'`, [
            alert.id,
          ]);
      }),
    change: (lease, work, order, change) =>
      inTransaction(pool, async (database) => {
        await holdLease(database, lease);
        return keepChange(database, deps, { work, order, change });
      }),
    end: (lease, execution, outcome, event) =>
      inTransaction(pool, async (database) => {
        await holdLease(database, lease);
        await insertEvents(database, write(execution.work, [event]));
        const signalId = execution.decided?.signalId;
        if (signalId !== undefined)
          await endSignal(database, { work: execution.work, signalId, outcome, at: deps.now() });
      }),
    resting: ({ account, market, symbol }) =>
      whileAvailable(() => selectRestingOrders(pool, { accountId: account.id, market, symbol })),
    note: (execution, event) => whileAvailable(() => insertEvents(pool, write(execution.work, [event]))),
  };
}

async function load(database: Database, work: Work): Promise<Execution | undefined> {
  const alert = await selectAlert(database, work.alertId);
  const signal = alert && readSignals(alert.signals).find(({ step }) => step === work.step);
  const strategy = alert && (await findStrategy(database, alert.user_id, alert.strategy_id));
  const account = strategy && (await pgAccountStore(database).find(strategy.userId, strategy.accountId));
  if (alert === undefined || signal === undefined || strategy === undefined || account === undefined) return undefined;
  const { market, symbol } = tradedSymbol(strategy, signal);
  const decided = await selectSignal(database, work, strategy.id);
  return {
    work,
    alert: { id: alert.id, userId: alert.user_id, source: alert.source, receivedAt: alert.received_at },
    signal,
    market,
    symbol,
    strategy,
    account,
    tradingState: (await findTradingState(database, alert.user_id)) ?? { state: 'active' },
    position: await selectOpenPosition(database, { accountId: account.id, market, symbol }),
    decided: decided && { signalId: decided.id, denial: denialOf(decided) },
    orders: decided === undefined ? [] : await selectOrdersOfSignal(database, decided.id),
  };
}

function denialOf({ rule, reason }: SignalRow): { rule: string; reason: string } | undefined {
  return rule === null || reason === null ? undefined : { rule, reason };
}

async function selectAlert(database: Database, id: string): Promise<AlertRow | undefined> {
  const { rows } = await database.query<AlertRow>(
    'select id, user_id, strategy_id, source, received_at, signals from alerts where id = $1',
    [id],
  );
  return rows[0];
}

async function selectSignal(database: Database, work: Work, strategyId: string): Promise<SignalRow | undefined> {
  const { rows } = await database.query<SignalRow>(
    'select id, rule, reason from signals where alert_id = $1 and strategy_id = $2 and step = $3',
    [work.alertId, strategyId, work.step],
  );
  return rows[0];
}
