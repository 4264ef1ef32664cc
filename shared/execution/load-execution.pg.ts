import type { Account } from '../accounts/account.ts';
import { type AccountRow, toAccount } from '../accounts/store.pg.ts';
import type { AlertSource } from '../alerts/alert.ts';
import type { Database } from '../database/pool.pg.ts';
import { RESTING_STATUSES } from '../orders/order.ts';
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
import type { Execution } from './store.ts';

const restingStatuses = RESTING_STATUSES.map((status) => `'${status}'`).join(', ');

/**
 * Rows that hold no numeric column travel as jsonb; those of a position stay columns, so that no figure becomes a float.
 * The account is the lane's: a strategy may have been moved to another one since.
 */
const LOAD = `
select a.id as alert_id, a.user_id, a.source, a.received_at, a.signals,
  to_jsonb(s) as strategy, to_jsonb(c) as account,
  g.id as signal_id, g.rule, g.reason,
  ${contextColumns({ user: 'a.user_id', account: 'c.id', market: '$3', symbol: '$4' })},
  exists (select 1 from orders o where o.account_id = c.id and o.market = $3 and o.symbol = $4
    and o.status in (${restingStatuses})) as has_resting,
  p.id, p.market, p.symbol, p.quantity, p.entry_notional, p.realized_pnl, p.commission, p.opened_at, p.updated_at, p.closed_at
from alerts a
join strategies s on s.id = a.strategy_id and s.user_id = a.user_id
join accounts c on c.id = $5 and c.user_id = a.user_id
left join signals g on g.alert_id = a.id and g.strategy_id = s.id and g.step = $2
left join positions p on p.account_id = c.id and p.market = $3 and p.symbol = $4 and p.closed_at is null
where a.id = $1`;

/** A row as jsonb gives it: its instants are text. */
type Json<Row> = { [Key in keyof Row]: Row[Key] extends Date | null ? string | null : Row[Key] };

type LoadRow = Omit<PositionRow, 'id'> &
  ContextRow & {
    id: string | null;
    alert_id: string;
    user_id: string;
    source: AlertSource;
    received_at: Date;
    signals: unknown;
    strategy: Json<StrategyRow>;
    account: Json<AccountRow>;
    signal_id: string | null;
    has_resting: boolean;
    rule: string | null;
    reason: string | null;
  };

export async function loadExecution(database: Database, work: Work, now: Date): Promise<Execution | undefined> {
  const { accountId, market, symbol } = readLane(work.lane);
  const { rows } = await database.query<LoadRow>(LOAD, [work.alertId, work.step, market, symbol, accountId]);
  const [row] = rows;
  const signals = row === undefined ? [] : readSignals(row.signals);
  const signal = signals.find(({ step }) => step === work.step);
  if (row === undefined || signal === undefined) return undefined;
  const decided = decidedOf(row);
  const strategy = strategyOf(row);
  const orders = decided === undefined ? [] : await selectOrdersOfSignal(database, decided.signalId);
  return {
    work,
    alert: {
      id: row.alert_id,
      userId: row.user_id,
      source: row.source,
      receivedAt: row.received_at,
      steps: signals.length,
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
    decided,
    orders,
    knownTrades: await selectTrades(
      database,
      orders.filter((order) => order.filledQuantity.gt('0')).map(({ id }) => id),
    ),
  };
}

function decidedOf({ signal_id: signalId, rule, reason }: LoadRow): Execution['decided'] {
  if (signalId === null) return undefined;
  return { signalId, denial: rule === null || reason === null ? undefined : { rule, reason } };
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
