import type pg from 'pg';

type Query = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

export type OurOrder = {
  id: string;
  account_id: string;
  alert_id: string;
  client_order_id: string;
  market: 'spot' | 'usdm';
  symbol: string;
  side: 'buy' | 'sell';
  type: string;
  purpose: string;
  status: string;
  reason: string | null;
  quantity: string;
  filled_quantity: string;
  protects_level: number | null;
};

export type OurFill = {
  account_id: string;
  client_order_id: string;
  market: 'spot' | 'usdm';
  symbol: string;
  side: 'buy' | 'sell';
  exchange_trade_id: string;
  price: string;
  quantity: string;
  commission: string;
  commission_asset: string;
};

export type OurPosition = {
  account_id: string;
  market: 'spot' | 'usdm';
  symbol: string;
  quantity: string;
  realized_pnl: string;
  entry_notional: string;
  is_open: boolean;
  /** Of base, what stayed in the wallet at its close. */
  left_quantity: string;
};

export type OurPlan = {
  account_id: string;
  market: 'spot' | 'usdm';
  symbol: string;
  has_stop: boolean;
  targets: number;
};

export type OurAlert = {
  id: string;
  status: string;
  reason: string | null;
  is_over: boolean;
};

/** Everything that we believe of some accounts, as the database has it. Decimals are text. */
export type OurBooks = {
  alerts: OurAlert[];
  orders: OurOrder[];
  fills: OurFill[];
  positions: OurPosition[];
  /** The plans of protection in force. */
  plans: OurPlan[];
  /** What is left to do. */
  work: { lane: string; kind: string; last_error: string | null }[];
};

const OF_ACCOUNTS = 'where account_id = any($1)';

export async function readOurBooks(query: Query, accountIds: readonly string[]): Promise<OurBooks> {
  const of = [accountIds];
  return {
    alerts: await query(
      `select a.id, a.status, coalesce(a.reason, a.reason_code) as reason, a.ended_at is not null as is_over
       from alerts a join strategies s on s.id = a.strategy_id where s.account_id = any($1)`,
      of,
    ),
    orders: await query(
      `select id, account_id, alert_id, client_order_id, market, symbol, side, type, purpose, status, reason, quantity::text,
         filled_quantity::text, protects_level from orders ${OF_ACCOUNTS} order by created_at, step`,
      of,
    ),
    fills: await query(
      `select f.account_id, o.client_order_id, f.market, f.symbol, f.side, f.exchange_trade_id, f.price::text, f.quantity::text,
         f.commission::text, f.commission_asset from fills f join orders o on o.id = f.order_id
       where f.account_id = any($1) order by f.exchange_trade_id::numeric`,
      of,
    ),
    positions: await query(
      `select account_id, market, symbol, quantity::text, realized_pnl::text, entry_notional::text, closed_at is null as is_open,
         left_quantity::text
       from positions ${OF_ACCOUNTS}`,
      of,
    ),
    plans: await query(
      `select account_id, market, symbol, plan -> 'stopLoss' is not null as has_stop,
         coalesce(jsonb_array_length(plan -> 'takeProfits'), 0) as targets
       from protections ${OF_ACCOUNTS} and ended_at is null`,
      of,
    ),
    work: await query(`select lane, kind, last_error from work where split_part(lane, ':', 1) = any($1)`, of),
  };
}
