import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import type { Market } from '../markets/market.ts';
import { decimal } from '../money/decimal.ts';
import { OPEN_STATUSES, RESTING_STATUSES } from '../orders/order.ts';
import { busyKey } from './compare-account.ts';
import type { Finding } from './finding.ts';
import type { ReconciliationStore } from './store.ts';

type OrderRow = { market: Market; symbol: string; client_order_id: string; is_resting: boolean };
type PositionRow = { market: Market; symbol: string; quantity: string };
type LastRow = {
  account_id: string;
  checked_at: Date;
  findings: Finding[];
  found_since: Date | null;
  is_alarm_told: boolean;
};

export function pgReconciliationStore(pool: Pool): ReconciliationStore {
  return {
    ourBooks: ({ id, userId }) =>
      whileAvailable(async () => {
        const [orders, positions, work] = await Promise.all([
          pool.query<OrderRow>(
            `select market, symbol, client_order_id, status = any($3) as is_resting from orders
             where account_id = $1 and user_id = $2 and status = any($4)`,
            [id, userId, RESTING_STATUSES, OPEN_STATUSES],
          ),
          pool.query<PositionRow>(
            'select market, symbol, quantity from positions where account_id = $1 and user_id = $2 and closed_at is null',
            [id, userId],
          ),
          pool.query<{ lane: string }>('select distinct lane from work where lane like $1 and user_id = $2', [
            `${id}:%`,
            userId,
          ]),
        ]);
        const unsettled = orders.rows.filter((row) => !row.is_resting);
        return {
          resting: orders.rows
            .filter((row) => row.is_resting)
            .map(({ market, symbol, client_order_id: clientOrderId }) => ({ market, symbol, clientOrderId })),
          positions: positions.rows.map((row) => ({ ...row, quantity: decimal(row.quantity) })),
          busySymbols: new Set([
            ...unsettled.map(({ market, symbol }) => busyKey(market, symbol)),
            ...work.rows.map(({ lane }) => lane.slice(id.length + 1)),
          ]),
        };
      }),
    last: ({ id, userId }) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<LastRow>(
          `select account_id, checked_at, findings, found_since, is_alarm_told from reconciliations
           where account_id = $1 and user_id = $2`,
          [id, userId],
        );
        const [row] = rows;
        if (row === undefined) return undefined;
        const {
          account_id: accountId,
          checked_at: checkedAt,
          findings,
          found_since: since,
          is_alarm_told: isAlarmTold,
        } = row;
        return { accountId, checkedAt, findings, isAlarmTold, ...(since === null ? {} : { foundSince: since }) };
      }),
    keep: ({ id, userId }, { checkedAt, findings, foundSince, isAlarmTold }) =>
      whileAvailable(async () => {
        await pool.query(
          `insert into reconciliations (account_id, user_id, checked_at, findings, found_since, is_alarm_told)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (account_id) do update set checked_at = excluded.checked_at, findings = excluded.findings,
             found_since = excluded.found_since, is_alarm_told = excluded.is_alarm_told`,
          [id, userId, checkedAt, JSON.stringify(findings), foundSince ?? null, isAlarmTold],
        );
      }),
  };
}
