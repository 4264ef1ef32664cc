import type { Database } from '../database/pool.pg.ts';
import type { Market } from '../markets/market.ts';
import { decimal } from '../money/decimal.ts';
import { OPEN_STATUSES, RESTING_STATUSES } from '../orders/order.ts';
import { busyKey, type OurBooks } from './compare-account.ts';
import type { Whose } from './store.ts';

type OrderRow = { market: Market; symbol: string; client_order_id: string; is_resting: boolean };
type PositionRow = { market: Market; symbol: string; quantity: string };

/**
 * Work that only looks, at resting orders or at protection, waits every minute in symbols that are quiet; a step may wait for
 * its time, or for an answer, for hours.
 */
const CHANGING_WORK = `kind = 'execute_signal' and (is_begun or due_at <= now())`;

export async function selectBooks(database: Database, { id, userId }: Whose): Promise<OurBooks> {
  const [orders, positions, work] = await Promise.all([
    database.query<OrderRow>(
      `select market, symbol, client_order_id, status = any($3) as is_resting from orders
       where account_id = $1 and user_id = $2 and status = any($4)`,
      [id, userId, RESTING_STATUSES, OPEN_STATUSES],
    ),
    database.query<PositionRow>(
      'select market, symbol, quantity from positions where account_id = $1 and user_id = $2 and closed_at is null',
      [id, userId],
    ),
    database.query<{ lane: string }>(
      `select distinct lane from work where lane like $1 and user_id = $2 and ${CHANGING_WORK}`,
      [`${id}:%`, userId],
    ),
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
}
