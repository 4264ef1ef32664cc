import type { Account } from '../accounts/account.ts';
import { type AccountRow, toAccount } from '../accounts/store.pg.ts';
import type { AlertSource } from '../alerts/alert.ts';
import type { Database } from '../database/pool.pg.ts';
import { RESTING_STATUSES, UNSETTLED_STATUSES } from '../orders/order.ts';
import { selectOrdersOfSignal } from '../orders/order-rows.pg.ts';
import type { KeptPosition } from '../positions/position.ts';
import { type PositionRow, toPosition } from '../positions/position-rows.pg.ts';
import { readLane } from '../queue/lane.ts';
import type { Work } from '../queue/work.ts';
import { contextColumns } from '../risk/load-book.sql.ts';
import { type ContextRow, statesOf, toRiskContext } from '../risk/risk-context.pg.ts';
import { tradingStateOf } from '../risk/trading-state.ts';
import { isExit } from '../signals/signal.ts';
import { readSignals } from '../signals/signal-json.ts';
import type { Strategy } from '../strategies/strategy.ts';
import { type StrategyRow, toStrategy } from '../strategies/strategy-row.ts';
import { chartOf, type DecidedRow, decidedOf, failedStepOf } from './decided-row.pg.ts';
import { FAILED_STATUSES } from './signal-outcome.ts';
import type { Execution } from './store.ts';

const restingStatuses = RESTING_STATUSES.map((status) => `'${status}'`).join(', ');

const unsettledStatuses = UNSETTLED_STATUSES.map((status) => `'${status}'`).join(', ');
const failedStatuses = FAILED_STATUSES.map((status) => `'${status}'`).join(', ');

/**
 * Rows that hold no numeric column travel as jsonb; those of a position stay columns, so that no figure becomes a float.
 * The account is the lane's: a strategy may have been moved to another one since.
 */
const LOAD = `
select a.id as alert_id, a.user_id, a.source, a.received_at, a.signals,
  to_jsonb(s) as strategy, to_jsonb(c) as account,
  g.id as signal_id, g.status as signal_status, g.rule, g.reason, g.held_until, g.drift_answer, g.drift_answered_at,
  failed.step as failed_step, failed.status as failed_status, failed.rule as failed_rule, failed.reason as failed_reason,
  cp.side as chart_side, cp.quantity as chart_quantity, cp.signal_at as chart_signal_at, cp.alert_id as chart_alert_id,
  exists (select 1 from signals h where h.user_id = a.user_id and h.market = $3 and h.symbol = $4 and h.status = 'held') as has_held,
  ${contextColumns({ user: 'a.user_id', account: 'c.id', market: '$3', symbol: '$4' })},
  exists (select 1 from orders o where o.account_id = c.id and o.market = $3 and o.symbol = $4
    and o.status in (${restingStatuses})) as has_resting,
  exists (select 1 from orders o where o.account_id = c.id and o.market = $3 and o.symbol = $4
    and o.status in (${unsettledStatuses}) and o.purpose = 'protect') as has_unsettled_protection,
  p.id, p.market, p.symbol, p.quantity, p.entry_notional, p.realized_pnl, p.commission, p.opened_at, p.updated_at, p.closed_at,
  coalesce(p.left_quantity, 0) as left_quantity
from alerts a
join strategies s on s.id = a.strategy_id and s.user_id = a.user_id
join accounts c on c.id = $5 and c.user_id = a.user_id
left join signals g on g.alert_id = a.id and g.strategy_id = s.id and g.step = $2
left join chart_positions cp
  on cp.strategy_id = s.id and cp.account_id = c.id and cp.market = $3 and cp.symbol = $4
left join lateral (
  select f.step, f.status, f.rule, f.reason from signals f
  where f.alert_id = a.id and f.strategy_id = s.id and f.step < $2 and f.market = $3 and f.symbol = $4
    and f.status in (${failedStatuses})
  order by f.step limit 1) failed on true
left join positions p on p.account_id = c.id and p.market = $3 and p.symbol = $4 and p.closed_at is null
where a.id = $1`;

/** A row as jsonb gives it: its instants are text. */
type Json<Row> = { [Key in keyof Row]: Row[Key] extends Date | null ? string | null : Row[Key] };

type LoadRow = Omit<PositionRow, 'id'> &
  ContextRow &
  DecidedRow & {
    id: string | null;
    alert_id: string;
    user_id: string;
    source: AlertSource;
    received_at: Date;
    signals: unknown;
    strategy: Json<StrategyRow>;
    account: Json<AccountRow>;
    has_resting: boolean;
    has_held: boolean;
    has_unsettled_protection: boolean;
  };

export async function loadExecution(database: Database, work: Work, now: Date): Promise<Execution | undefined> {
  const { accountId, market, symbol } = readLane(work.lane);
  const { rows } = await database.query<LoadRow>(LOAD, [work.alertId, work.step, market, symbol, accountId]);
  const [row] = rows;
  const signals = row === undefined ? [] : readSignals(row.signals);
  const signal = signals.find(({ step }) => step === work.step);
  if (row === undefined || signal === undefined) return undefined;
  const decided = decidedOf(row);
  // What is allowed is asked of the account that is traded, wherever the strategy was moved to since.
  const strategy = { ...strategyOf(row), accountId };
  const orders = decided === undefined ? [] : await selectOrdersOfSignal(database, decided.signalId);
  return {
    work,
    alert: {
      id: row.alert_id,
      userId: row.user_id,
      source: row.source,
      receivedAt: row.received_at,
      steps: signals.length,
      ...(row.drift_answer === 'sync' && row.drift_answered_at !== null ? { confirmedAt: row.drift_answered_at } : {}),
    },
    signal,
    market,
    symbol,
    strategy,
    account: accountOf(row),
    tradingState: tradingStateOf(statesOf(row), now, strategy.accountId),
    risk: await toRiskContext(database, row, { userId: row.user_id, strategy, market, symbol, isExit: isExit(signal) }),
    position: positionOf(row),
    hasResting: row.has_resting,
    hasHeld: row.has_held,
    hasUnsettledProtection: row.has_unsettled_protection,
    ...chartOf(row),
    ...failedStepOf(row),
    decided,
    orders,
    knownTrades: await selectTrades(
      database,
      orders.filter((order) => order.filledQuantity.gt('0')).map(({ id }) => id),
    ),
  };
}

function strategyOf({ strategy }: LoadRow): Strategy {
  return toStrategy({
    ...strategy,
    created_at: instant(strategy.created_at),
    updated_at: instant(strategy.updated_at),
    previous_hook_token_expires_at: optionalInstant(strategy.previous_hook_token_expires_at),
  });
}

function accountOf({ account }: LoadRow): Account {
  return toAccount({ ...account, created_at: instant(account.created_at) });
}

function positionOf({ id, ...row }: LoadRow): KeptPosition | undefined {
  return id === null ? undefined : toPosition({ ...row, id });
}

function optionalInstant(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

/** For columns that are never null. */
function instant(text: string | null): Date {
  return new Date(text ?? Number.NaN);
}

export async function selectTrades(database: Database, orderIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (orderIds.length === 0) return new Set();
  const { rows } = await database.query<{ exchange_trade_id: string }>(
    'select exchange_trade_id from fills where order_id = any($1)',
    [orderIds],
  );
  return new Set(rows.map((row) => row.exchange_trade_id));
}
