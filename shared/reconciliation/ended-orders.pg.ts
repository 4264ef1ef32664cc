import type { Database } from '../database/pool.pg.ts';
import type { Market } from '../markets/market.ts';
import { CLOSED_STATUSES } from '../orders/order.ts';
import type { EndedOrder, Whose } from './store.ts';

type EndedRow = {
  market: Market;
  symbol: string;
  client_order_id: string;
  exchange_order_id: string | null;
  is_filled: boolean;
  submitted_at: Date;
  updated_at: Date;
};

const MAX_ENDED = 1_000;

export async function selectEnded(
  database: Database,
  { id, userId }: Whose,
  { where, value }: { where: 'client_order_id = any($3)' | 'updated_at >= $3'; value: Date | readonly string[] },
): Promise<EndedOrder[]> {
  const { rows } = await database.query<EndedRow>(
    `select market, symbol, client_order_id, exchange_order_id, status = 'filled' as is_filled, submitted_at, updated_at
     from orders where account_id = $1 and user_id = $2 and ${where} and submitted_at is not null
       and status in (${CLOSED_STATUSES.map((status) => `'${status}'`).join(', ')})
     order by updated_at desc limit ${MAX_ENDED}`,
    [id, userId, value],
  );
  return rows.map((row) => ({
    ...{ market: row.market, symbol: row.symbol, clientOrderId: row.client_order_id, isFilled: row.is_filled },
    ...{ submittedAt: row.submitted_at, endedAt: row.updated_at },
    ...(row.exchange_order_id === null ? {} : { exchangeOrderId: row.exchange_order_id }),
  }));
}

/** The clocks of the exchange and of this service differ, so that more is read than is asked for. */
export async function selectTradeIds(
  database: Database,
  { id, userId }: Whose,
  { market, symbol, since }: { market: Market; symbol: string; since: Date },
): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ exchange_trade_id: string }>(
    `select exchange_trade_id from fills where account_id = $1 and user_id = $2 and market = $3 and symbol = $4
       and filled_at >= $5::timestamptz - interval '1 hour'`,
    [id, userId, market, symbol, since],
  );
  return new Set(rows.map((row) => row.exchange_trade_id));
}
