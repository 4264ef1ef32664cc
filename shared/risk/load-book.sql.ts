import { OPEN_STATUSES } from '../orders/order.ts';
import { SEEN_PRICES } from '../positions/seen-prices.sql.ts';

const open = OPEN_STATUSES.map((status) => `'${status}'`).join(', ');

const allOf = (query: string): string => `(select coalesce(jsonb_agg(found), '[]') from (${query}) found)`;

/** Of the entries that are on their way or rest, what is left to fill, in quote: as it was decided, and not below its limit. */
const LEFT =
  '(quantity - filled_quantity) * greatest(coalesce(price, 0), coalesce(notional / quantity, reference_price, 0))';

/** Columns of a statement that knows the expressions `user`, `account`, `market` and `symbol`. */
export function contextColumns(at: { user: string; account: string; market: string; symbol: string }): string {
  const states = `select account_id, source, state, reason, set_by, set_at, expires_at from trading_states t
    where t.user_id = ${at.user} and (t.account_id is null or t.account_id = ${at.account})`;
  const limits = `select scope, subject, limits from risk_limits r
    where r.user_id = ${at.user} and (r.scope = 'user' or (r.scope = 'account' and r.subject = ${at.account})
      or (r.scope = 'symbol' and r.subject = ${at.symbol}))`;
  const entries = `select side, sum(${LEFT})::text as notional from orders o
    where o.account_id = ${at.account} and o.market = ${at.market} and o.symbol = ${at.symbol} and o.status in (${open})
      and not o.reduce_only group by side`;
  const version = `(select u.trading_version from users u where u.id = ${at.user})::text`;
  const compared = `(select rc.checked_at from reconciliations rc where rc.account_id = ${at.account} and rc.user_id = ${at.user})`;
  return `${version} as trading_version, ${compared} as compared_at, ${allOf(states)} as trading_states, ${allOf(limits)} as risk_limits, ${allOf(entries)} as open_entries`;
}

const HELD = `select p.account_id, p.strategy_id, p.market, p.symbol, p.quantity::text, p.entry_notional::text,
    (select s.price::text from (${SEEN_PRICES}) s where s.market = p.market and s.symbol = p.symbol) as price
  from positions p join accounts a on a.id = p.account_id where p.user_id = $1 and p.closed_at is null`;
const ENTRIES = `select account_id, strategy_id, market, symbol, sum(${LEFT})::text as notional from orders
  where user_id = $1 and status in (${open}) and not reduce_only group by account_id, strategy_id, market, symbol`;
const RECENT = `select account_id, strategy_id, market, symbol, count(*)::integer as count from orders
  where user_id = $1 and created_at > now() - interval '1 minute' and purpose <> 'protect' group by account_id, strategy_id, market, symbol`;
const CLOSED = `select account_id, strategy_id, market, symbol, (realized_pnl - commission)::text as net_pnl, closed_at
  from positions where user_id = $1 and closed_at >= day.since order by closed_at desc, id desc limit 1000`;
const LAST_CLOSED = `select account_id, strategy_id, market, symbol, max(closed_at) as exit_at,
    max(closed_at) filter (where realized_pnl < commission) as loss_at
  from positions where user_id = $1 and closed_at > now() - make_interval(secs => $3::double precision)
  group by account_id, strategy_id, market, symbol`;
const REALIZED = `select symbol, sum(net_pnl)::text as net_pnl from fills
  where account_id = $2 and filled_at >= day.since group by symbol`;
/** What quote assets are worth, as the account that the order is for sees it. */
const PRICES = `select s.market, s.symbol, s.price::text, s.seen_at from accounts a cross join lateral (${SEEN_PRICES}) s
  where a.user_id = $1 and a.id = $2 and s.symbol = any($4)`;
const SNAPSHOT = 'select unrealized_pnl::text, equity::text, at from equity_snapshots where account_id = $2';

/**
 * All that limits beyond one lane are measured on, as of one moment, and the version that stands for it. Losses count from
 * the UTC day, or from when a person last said that trading goes on.
 */
export const LOAD_BOOK = `
with day as (
  select greatest(date_trunc('day', now() at time zone 'utc') at time zone 'utc',
    (select max(set_at) from trading_states where user_id = $1 and source = 'person' and state = 'active'
      and (account_id is null or account_id = $2))) as since
)
select coalesce((select version from risk_fences where user_id = $1), 0)::text as version, day.since,
  ${allOf(HELD)} as held, ${allOf(ENTRIES)} as entries, ${allOf(RECENT)} as recent, ${allOf(CLOSED)} as closed,
  ${allOf(LAST_CLOSED)} as last_closed, ${allOf(REALIZED)} as realized, ${allOf(PRICES)} as prices,
  (select to_jsonb(s) from (${SNAPSHOT} and at <= day.since order by at desc limit 1) s) as before,
  (select to_jsonb(s) from (${SNAPSHOT} order by at desc limit 1) s) as latest,
  (select to_jsonb(s) from (select equity::text, at from equity_peaks where account_id = $2) s) as peak
from day`;
