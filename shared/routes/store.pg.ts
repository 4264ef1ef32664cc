import { insertAudit } from '../audit/store.pg.ts';
import { conditions } from '../database/conditions.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import { MOST_STRATEGIES_OF_A_KEY, type Route, type UnboundRoute } from './route.ts';
import type { RouteFilter, RouteStore } from './store.ts';

type RouteRow = {
  id: string;
  user_id: string;
  hook_strategy_id: string | null;
  key: string;
  strategy_id: string;
  created_at: Date;
};

/** What is listed as unbound is found among the latest alerts, so that it costs the same however many there are. */
const MOST_ALERTS = 1_000;

export function pgRouteStore(pool: Pool): RouteStore {
  return {
    list: (userId, filter) =>
      whileAvailable(async () => {
        const { text, values } = listQuery(userId, filter);
        const { rows } = await pool.query<RouteRow>(text, values);
        return cutPage(rows.map(toRoute), filter.limit);
      }),
    add: (route, audit) =>
      inTransaction(pool, async (database) => {
        const added = await insertRoute(database, route);
        if (added === 'added') await insertAudit(database, audit);
        return added;
      }),
    remove: (userId, id, audit) =>
      inTransaction(pool, async (database) => {
        const { rowCount } = await database.query('delete from routes where user_id = $1 and id = $2', [userId, id]);
        if (rowCount === 0) return 'not_found';
        await insertAudit(database, audit);
        return 'removed';
      }),
    listUnbound: (userId, since) => whileAvailable(() => selectUnbound(pool, userId, since)),
  };
}

function listQuery(
  userId: string,
  { limit, cursor = BEFORE_FIRST, key, strategyId, hookStrategyId }: RouteFilter,
): { text: string; values: unknown[] } {
  const query = conditions();
  query.add('user_id = ?', userId);
  query.add('id < ?', cursor);
  if (key !== undefined) query.add('key = ?', key);
  if (strategyId !== undefined) query.add('strategy_id = ?', strategyId);
  if (hookStrategyId !== undefined) query.add('hook_strategy_id = ?', hookStrategyId);
  const columns = 'id, user_id, hook_strategy_id, key, strategy_id, created_at';
  const text = `select ${columns} from routes where ${query.where()} order by id desc limit ${query.value(limit + 1)}`;
  return { text, values: query.values };
}

/** The user is locked meanwhile, so that two at once cannot both be the last that a key may take. */
async function insertRoute(database: Database, route: Route): Promise<'added' | 'taken' | 'too_many'> {
  const { id, userId, hookStrategyId, key, strategyId, createdAt } = route;
  const doorId = hookStrategyId ?? userId;
  await database.query('select 1 from users where id = $1 for no key update', [userId]);
  const { rows } = await database.query<{ strategy_id: string }>(
    'select strategy_id from routes where door_id = $1 and key = $2 and user_id = $3',
    [doorId, key, userId],
  );
  if (rows.some((row) => row.strategy_id === strategyId)) return 'taken';
  if (rows.length >= MOST_STRATEGIES_OF_A_KEY) return 'too_many';
  await database.query(
    `insert into routes (id, user_id, door_id, hook_strategy_id, key, strategy_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, userId, doorId, hookStrategyId ?? null, key, strategyId, createdAt],
  );
  return 'added';
}

type UnboundRow = {
  hook_strategy_id: string | null;
  key: string;
  dialect: string | null;
  count: number;
  last_seen_at: Date;
  last_alert_id: string;
};

async function selectUnbound(database: Database, userId: string, since: Date): Promise<UnboundRoute[]> {
  const { rows } = await database.query<UnboundRow>(
    `select a.hook_strategy_id, k.key, max(a.dialect) as dialect, count(*)::integer as count, max(a.received_at) as last_seen_at,
       max(a.id) as last_alert_id
     from (
       select id, user_id, hook_strategy_id, dialect, received_at, unknown_routes from alerts
       where user_id = $1 and unknown_routes is not null and received_at >= $2 order by id desc limit $3
     ) a cross join lateral unnest(a.unknown_routes) as k(key)
     where not exists (
       select 1 from routes r where r.door_id = coalesce(a.hook_strategy_id, a.user_id) and r.key = k.key)
     group by a.hook_strategy_id, k.key order by last_alert_id desc, k.key`,
    [userId, since, MOST_ALERTS],
  );
  return rows.map((row) => ({
    key: row.key,
    count: row.count,
    lastSeenAt: row.last_seen_at,
    lastAlertId: row.last_alert_id,
    ...(row.dialect !== null && { dialect: row.dialect }),
    ...(row.hook_strategy_id !== null && { hookStrategyId: row.hook_strategy_id }),
  }));
}

function toRoute(row: RouteRow): Route {
  return {
    id: row.id,
    userId: row.user_id,
    key: row.key,
    strategyId: row.strategy_id,
    createdAt: row.created_at,
    ...(row.hook_strategy_id !== null && { hookStrategyId: row.hook_strategy_id }),
  };
}
