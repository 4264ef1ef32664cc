import type { AlertStatus } from '../alerts/alert.ts';
import { insertAudit } from '../audit/store.pg.ts';
import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { decimal } from '../money/decimal.ts';
import { OPEN_STATUSES } from '../orders/order.ts';
import type { Flatten, FlattenLane, LaneState } from './flatten.ts';
import type { FlattenStore, OpenLane } from './store.ts';

const open = OPEN_STATUSES.map((status) => `'${status}'`).join(', ');

/** A command of the same kind is found by its identity, of whatever strategy of the account it was. */
const OPEN_LANES = `
with lane as (
  select account_id, market, symbol from positions
  where user_id = $1 and closed_at is null and account_id = coalesce($2, account_id)
  union
  select account_id, market, symbol from orders
  where user_id = $1 and status in (${open}) and account_id = coalesce($2, account_id)
)
select l.account_id, l.market, l.symbol, s.id as strategy_id, b.alert_id,
  exists (select 1 from work w where w.alert_id = b.alert_id) as is_pending
from lane l
left join lateral (
  select id from strategies where user_id = $1 and account_id = l.account_id
  order by id = (select o.strategy_id from orders o where o.account_id = l.account_id and o.market = l.market
    and o.symbol = l.symbol order by o.id desc limit 1) desc nulls last, id limit 1
) s on true
left join lateral (
  select i.alert_id from strategies of_account
  join alert_identities i on i.scope_id = of_account.id
    and i.key >= 'flatten:' || l.account_id || ':' || l.market || ':' || l.symbol || ':'
    and i.key < 'flatten:' || l.account_id || ':' || l.market || ':' || l.symbol || ';'
  where of_account.user_id = $1 and of_account.account_id = l.account_id
  order by i.alert_id desc limit 1
) b on true
order by l.account_id, l.market, l.symbol`;

const STATES = `
select r.n, coalesce(p.quantity, 0)::text as quantity, a.status, a.reason,
  exists (select 1 from work w where w.user_id = $1 and w.lane = r.account_id || ':' || r.market || ':' || r.symbol) as is_busy,
  (select count(*)::integer from orders o where o.account_id = r.account_id and o.market = r.market and o.symbol = r.symbol
    and o.user_id = $1 and o.status in (${open})) as open_orders
from jsonb_to_recordset($2::jsonb) as r(n integer, account_id text, market text, symbol text, alert_id text)
left join positions p on p.account_id = r.account_id and p.market = r.market and p.symbol = r.symbol and p.user_id = $1
  and p.closed_at is null
left join alerts a on a.id = r.alert_id and a.user_id = $1
order by r.n`;

type LaneRow = {
  account_id: string;
  market: OpenLane['market'];
  symbol: string;
  strategy_id: string | null;
  alert_id: string | null;
  is_pending: boolean;
};
type StateRow = {
  n: number;
  quantity: string;
  open_orders: number;
  is_busy: boolean;
  status: AlertStatus | null;
  reason: string | null;
};
type FlattenRow = {
  id: string;
  account_id: string | null;
  reason: string;
  asked_by: string;
  asked_at: Date;
  lanes: FlattenLane[];
};

export function pgFlattenStore(pool: Pool): FlattenStore {
  return {
    openLanes: (userId, accountId) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<LaneRow>(OPEN_LANES, [userId, accountId ?? null]);
        return rows.map(toOpenLane);
      }),
    async hasten(userId, lanes) {
      const names = lanes.map(({ accountId, market, symbol }) => `${accountId}:${market}:${symbol}`);
      await whileAvailable(() =>
        pool.query('update work set due_at = now() where user_id = $1 and lane = any($2) and due_at > now()', [
          userId,
          names,
        ]),
      );
    },
    add: (userId, flatten, audit) =>
      inTransaction(pool, async (database) => {
        await database.query(
          `insert into flattens (id, user_id, account_id, reason, asked_by, asked_at, lanes)
           values ($1, $2, $3, $4, $5, $6, $7)`,
          [
            flatten.id,
            userId,
            flatten.accountId ?? null,
            flatten.reason,
            flatten.askedBy,
            flatten.askedAt,
            JSON.stringify(flatten.lanes),
          ],
        );
        await insertAudit(database, audit);
      }),
    find: (userId, id) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<FlattenRow>(
          'select id, account_id, reason, asked_by, asked_at, lanes from flattens where user_id = $1 and id = $2',
          [userId, id],
        );
        return rows[0] && toFlatten(rows[0]);
      }),
    statesOf: (userId, lanes) =>
      whileAvailable(async () => {
        const asked = lanes.map(({ accountId, market, symbol, alertId }, n) => ({
          ...{ n, market, symbol, account_id: accountId, alert_id: alertId },
        }));
        const { rows } = await pool.query<StateRow>(STATES, [userId, JSON.stringify(asked)]);
        return rows.flatMap((row) => toState(row, lanes[row.n]) ?? []);
      }),
  };
}

function toOpenLane(row: LaneRow): OpenLane {
  return {
    ...{ accountId: row.account_id, market: row.market, symbol: row.symbol },
    ...(row.strategy_id === null ? {} : { strategyId: row.strategy_id }),
    ...(row.alert_id === null ? {} : { before: { alertId: row.alert_id, isPending: row.is_pending } }),
  };
}

function toFlatten(row: FlattenRow): Flatten {
  return {
    ...{ id: row.id, reason: row.reason, askedBy: row.asked_by, askedAt: row.asked_at, lanes: row.lanes },
    ...(row.account_id === null ? {} : { accountId: row.account_id }),
  };
}

function toState(row: StateRow, lane: FlattenLane | undefined): LaneState | undefined {
  if (lane === undefined) return undefined;
  return {
    ...lane,
    ...{ quantity: decimal(row.quantity), openOrders: row.open_orders, isBusy: row.is_busy },
    ...(row.status === null ? {} : { status: row.status }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
