import type { AlertSource, AlertStatus, Repair } from '../alerts/alert.ts';
import { conditions } from '../database/conditions.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { firstIdAt } from '../ids/new-id.ts';
import { selectFilledOrders } from '../orders/order-list.pg.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import { readSignals } from '../signals/signal-json.ts';
import {
  type AlertArchive,
  type AlertFilter,
  type AlertStory,
  type ArchivedAlert,
  type FanOut,
  firstSteps,
  lastStep,
  type SignalOutcomeRecord,
  type TimelineEntry,
} from './archive.ts';

type AlertRow = {
  id: string;
  strategy_id: string | null;
  source: AlertSource;
  origin_alert_id: string | null;
  hook_strategy_id: string | null;
  unknown_routes: string[] | null;
  received_at: Date;
  dialect: string | null;
  repairs: Repair[];
  signals: unknown;
  status: AlertStatus;
  reason_code: string | null;
  reason: string | null;
  ended_at: Date | null;
};

const COLUMNS = `a.id, a.strategy_id, a.source, a.origin_alert_id, a.hook_strategy_id, a.unknown_routes, a.received_at, a.dialect,
  a.repairs, a.signals, a.status, a.reason_code, a.reason, a.ended_at`;

/** An id is made a moment before or after the time that its alert is given: ranges of ids get this much slack. */
const ID_SLACK_MS = 60_000;

export function pgAlertArchive(pool: Pool): AlertArchive {
  return {
    list: (userId, filter) =>
      whileAvailable(async () => {
        const { text, values } = listQuery(userId, filter);
        const { rows } = await pool.query<AlertRow>(text, values);
        return cutPage(rows.map(toAlert), filter.limit);
      }),
    find: (userId, id) => whileAvailable(() => findStory(pool, userId, id)),
  };
}

/** A symbol is looked for among the signals, which have an index for it; everything else among the alerts themselves. */
export function listQuery(
  userId: string,
  { limit, cursor, status, strategyId, symbol, from, to }: AlertFilter,
): { text: string; values: unknown[] } {
  const query = conditions();
  const id = symbol === undefined ? 'a.id' : 's.alert_id';
  query.add(symbol === undefined ? 'a.user_id = ?' : 's.user_id = ? and a.user_id = ?', userId);
  if (symbol !== undefined) query.add('s.symbol = ?', symbol);
  query.add(`${id} < ?`, cursor ?? BEFORE_FIRST);
  if (status !== undefined) query.add('a.status = ?', status);
  if (strategyId !== undefined) query.add('a.strategy_id = ?', strategyId);
  if (from !== undefined) {
    query.add(`${id} >= ?`, firstIdAt('alt', new Date(from.getTime() - ID_SLACK_MS)));
    query.add('a.received_at >= ?', from);
  }
  if (to !== undefined) {
    query.add(`${id} < ?`, firstIdAt('alt', new Date(to.getTime() + ID_SLACK_MS)));
    query.add('a.received_at < ?', to);
  }
  const source =
    symbol === undefined
      ? `select ${COLUMNS} from alerts a`
      : `select distinct on (s.alert_id) ${COLUMNS} from signals s join alerts a on a.id = s.alert_id`;
  const order = `order by ${id} desc limit ${query.value(limit + 1)}`;
  return { text: `${source} where ${query.where()} ${order}`, values: query.values };
}

async function findStory(pool: Pool, userId: string, id: string): Promise<AlertStory | undefined> {
  const { rows } = await pool.query<AlertRow & { raw: string }>(
    `select ${COLUMNS}, a.raw from alerts a where a.user_id = $1 and a.id = $2`,
    [userId, id],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const alert = toAlert(row);
  const [fanOut, outcomes, orders, events] = await Promise.all([
    selectFanOut(pool, userId, id),
    selectOutcomes(pool, userId, id),
    selectFilledOrders(pool, userId, id),
    selectEvents(pool, userId, id),
  ]);
  const timeline = [...firstSteps(alert), ...events, ...lastStep(alert)];
  return { ...alert, raw: row.raw, fanOut, outcomes, orders, timeline };
}

function toAlert(row: AlertRow): ArchivedAlert {
  return {
    id: row.id,
    source: row.source,
    receivedAt: row.received_at,
    repairs: row.repairs,
    status: row.status,
    signals: readSignals(row.signals),
    ...(row.strategy_id === null ? {} : { strategyId: row.strategy_id }),
    ...(row.origin_alert_id === null ? {} : { originAlertId: row.origin_alert_id }),
    ...(row.hook_strategy_id === null ? {} : { hookStrategyId: row.hook_strategy_id }),
    ...(row.unknown_routes === null ? {} : { unknownRoutes: row.unknown_routes }),
    ...(row.dialect === null ? {} : { dialect: row.dialect }),
    ...(row.reason_code === null ? {} : { reasonCode: row.reason_code }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}

async function selectFanOut(database: Database, userId: string, alertId: string): Promise<FanOut[]> {
  const { rows } = await database.query<{ id: string; strategy_id: string; status: AlertStatus }>(
    `select id, strategy_id, status from alerts where origin_alert_id = $2 and user_id = $1 and source = 'fan_out' order by id`,
    [userId, alertId],
  );
  return rows.map(({ id, strategy_id: strategyId, status }) => ({ id, strategyId, status }));
}

type OutcomeRow = {
  id: string;
  step: number;
  market: SignalOutcomeRecord['market'] | null;
  symbol: string | null;
  intent: string;
  status: string;
  rule: string | null;
  reason: string | null;
  created_at: Date;
  held_until: Date | null;
  ended_at: Date | null;
};

async function selectOutcomes(database: Database, userId: string, alertId: string): Promise<SignalOutcomeRecord[]> {
  const { rows } = await database.query<OutcomeRow>(
    `select id, step, market, symbol, intent, status, rule, reason, created_at, held_until, ended_at from signals
     where alert_id = $2 and user_id = $1 order by step`,
    [userId, alertId],
  );
  return rows.map((row) => ({
    id: row.id,
    step: row.step,
    intent: row.intent,
    status: row.status,
    createdAt: row.created_at,
    ...(row.market === null ? {} : { market: row.market }),
    ...(row.symbol === null ? {} : { symbol: row.symbol }),
    ...(row.rule === null ? {} : { rule: row.rule }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.status !== 'held' || row.held_until === null ? {} : { heldUntil: row.held_until }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  }));
}

type EventRow = {
  at: Date;
  name: string;
  step: number | null;
  order_id: string | null;
  detail: Record<string, unknown>;
};

async function selectEvents(database: Database, userId: string, alertId: string): Promise<TimelineEntry[]> {
  const { rows } = await database.query<EventRow>(
    'select at, name, step, order_id, detail from events where alert_id = $2 and user_id = $1 order by id',
    [userId, alertId],
  );
  return rows.map((row) => ({
    at: row.at,
    name: row.name,
    detail: row.detail,
    ...(row.step === null ? {} : { step: row.step }),
    ...(row.order_id === null ? {} : { orderId: row.order_id }),
  }));
}
