import { OPEN_STATUSES } from '../orders/order.ts';
import { UNLESS_HALTED } from '../risk/halt.sql.ts';

const openStatuses = OPEN_STATUSES.map((status) => `'${status}'`).join(', ');

/**
 * One statement, and so one transaction, for whatever a step changes; most of its lists are empty most of the time. All of it
 * hangs on `held`: without the lease there is no input, and nothing is written. The lane's row stays locked until the commit,
 * so nobody can take the lease in between.
 *
 * `fenced` is for steps that change what limits beyond this lane are measured on. Whoever comes second waits for the first
 * and then reads the row anew, though all else in the statement is as it was before the wait: so the version alone decides. `allowed`
 * is the same for what trading is allowed; entries share it, and whoever changes it locks it first and waits for them.
 */
export const COMMIT_STEP = `
with held as (
  select 1 from lanes where lane = $1 and lease_token = $2 and leased_until > now() for update
),
fenced as (
  insert into risk_fences (user_id, version) select $4::text, 1 from held where $5::text is not null
  on conflict (user_id) do update set version = risk_fences.version + 1
    where $5::text = 'any' or risk_fences.version::text = $5::text
  returning 1
),
allowed as (
  select 1 from users u cross join held where u.id = $4::text and u.trading_version::text = $6::text for share of u
),
current as (
  select ($5::text is null or exists (select 1 from fenced)) and ($6::text is null or exists (select 1 from allowed)) as is_current
),
input as (select $3::jsonb as j from held where (select is_current from current)),
new_signals as (
  insert into signals (id, user_id, alert_id, strategy_id, step, market, symbol, intent, status, rule, reason, held_until,
    created_at, ended_at)
  select r.* from input, jsonb_to_recordset(j -> 'new_signals') as r(
    id text, user_id text, alert_id text, strategy_id text, step integer, market text, symbol text, intent text, status text,
    rule text, reason text, held_until timestamptz, created_at timestamptz, ended_at timestamptz)
),
new_orders as (
  insert into orders (id, user_id, account_id, strategy_id, alert_id, signal_id, step, client_order_id, market, symbol, side,
    type, purpose, reduce_only, quantity, price, time_in_force, post_only, reference_price, notional, tag, leverage, stop_price, callback_bps,
    activation_price, protects_level, pair_id, status, created_at, submitted_at, updated_at)
  select r.* from input, jsonb_to_recordset(j -> 'new_orders') as r(
    id text, user_id text, account_id text, strategy_id text, alert_id text, signal_id text, step integer,
    client_order_id text, market text, symbol text, side text, type text, purpose text, reduce_only boolean,
    quantity numeric, price numeric, time_in_force text, post_only boolean, reference_price numeric, notional numeric, tag text, leverage numeric, stop_price numeric,
    callback_bps integer, activation_price numeric, protects_level integer, pair_id text, status text,
    created_at timestamptz, submitted_at timestamptz, updated_at timestamptz)
),
updated_orders as (
  update orders o set status = r.status, reason = r.reason, updated_at = r.updated_at,
    submitted_at = case when r.status = 'submitting' then r.updated_at else o.submitted_at end,
    exchange_order_id = coalesce(r.exchange_order_id, o.exchange_order_id),
    filled_quantity = greatest(o.filled_quantity, coalesce(r.filled_quantity, 0)),
    average_price = coalesce(r.average_price, o.average_price)
  from input, jsonb_to_recordset(j -> 'updates') as r(
    id text, status text, reason text, updated_at timestamptz, exchange_order_id text, filled_quantity numeric,
    average_price numeric)
  where o.id = r.id and o.status in (${openStatuses})
),
new_fills as (
  insert into fills (id, user_id, account_id, order_id, market, symbol, exchange_trade_id, side, price, quantity, commission,
    commission_asset, net_pnl, filled_at)
  select r.* from input, jsonb_to_recordset(j -> 'new_fills') as r(
    id text, user_id text, account_id text, order_id text, market text, symbol text, exchange_trade_id text, side text,
    price numeric, quantity numeric, commission numeric, commission_asset text, net_pnl numeric, filled_at timestamptz)
),
kept_positions as (
  insert into positions (id, user_id, account_id, strategy_id, market, symbol, quantity, entry_notional, realized_pnl, commission, opened_at,
    updated_at, closed_at, left_quantity)
  select r.* from input, jsonb_to_recordset(j -> 'positions') as r(
    id text, user_id text, account_id text, strategy_id text, market text, symbol text, quantity numeric, entry_notional numeric,
    realized_pnl numeric, commission numeric, opened_at timestamptz, updated_at timestamptz, closed_at timestamptz,
    left_quantity numeric)
  order by r.closed_at nulls last
  on conflict (id) do update set quantity = excluded.quantity, entry_notional = excluded.entry_notional,
    realized_pnl = excluded.realized_pnl, commission = excluded.commission, updated_at = excluded.updated_at,
    closed_at = excluded.closed_at, left_quantity = excluded.left_quantity
),
new_events as (
  insert into events (id, user_id, alert_id, step, order_id, name, detail, at)
  select r.* from input, jsonb_to_recordset(j -> 'events') as r(
    id text, user_id text, alert_id text, step integer, order_id text, name text, detail jsonb, at timestamptz)
),
stopped as (
  select 1 from users u cross join input where u.id = $4::text and jsonb_array_length(j -> 'halts') > 0 for no key update of u
),
halted as (
  insert into trading_states (user_id, account_id, source, state, reason, set_by, set_at, expires_at)
  select r.* from input, jsonb_to_recordset(j -> 'halts') as r(
    user_id text, account_id text, source text, state text, reason text, set_by text, set_at timestamptz,
    expires_at timestamptz)
  where exists (select 1 from stopped)
  ${UNLESS_HALTED}
  returning 1
),
new_version as (
  update users set trading_version = trading_version + 1 where id = $4::text and exists (select 1 from halted)
),
switched as (
  update strategies s set status = r.status, updated_at = r.updated_at
  from input, jsonb_to_recordset(j -> 'strategies') as r(id text, status text, updated_at timestamptz)
  where s.id = r.id and s.user_id = $4::text and s.status <> r.status
  returning 1
),
new_audit as (
  insert into audit (id, user_id, actor, action, subject, detail, at)
  select r.* from input, jsonb_to_recordset(j -> 'audit') as r(
    id text, user_id text, actor text, action text, subject text, detail jsonb, at timestamptz)
  where case r.action when 'trading_state.set' then exists (select 1 from halted) else exists (select 1 from switched) end
),
new_notifications as (
  insert into notifications (id, user_id, kind, severity, title, detail, account_id, strategy_id, alert_id, created_at)
  select r.* from input, jsonb_to_recordset(j -> 'notifications') as r(
    id text, user_id text, kind text, severity text, title text, detail jsonb, account_id text, strategy_id text,
    alert_id text, created_at timestamptz)
  where r.kind <> 'trading_stopped' or exists (select 1 from halted)
),
ended_signals as (
  update signals s set status = r.status, ended_at = r.ended_at,
    rule = case when r.resumes then r.rule else coalesce(r.rule, s.rule) end,
    reason = case when r.resumes then r.reason else coalesce(r.reason, s.reason) end,
    held_until = case when r.resumes then null else s.held_until end
  from input, jsonb_to_recordset(j -> 'signals') as r(
    id text, status text, rule text, reason text, ended_at timestamptz, resumes boolean)
  where s.id = r.id
),
-- A step that has begun holds its lane; one that waits for an answer does not, and is looked at again when its time is over.
-- Attempts count from the last success.
begun_work as (
  update work w set is_begun = coalesce(r.is_begun, w.is_begun), due_at = coalesce(r.due_at, w.due_at),
    attempts = case when r.is_begun then w.attempts else 0 end
  from input, jsonb_to_recordset(j -> 'begun_work') as r(
    alert_id text, step integer, is_begun boolean, due_at timestamptz)
  where w.alert_id = r.alert_id and w.step = r.step and w.kind = 'execute_signal'
),
chart as (
  insert into chart_positions (user_id, strategy_id, account_id, market, symbol, side, quantity, signal_at, alert_id, updated_at)
  select r.* from input, jsonb_to_recordset(j -> 'charts') as r(
    user_id text, strategy_id text, account_id text, market text, symbol text, side text, quantity numeric,
    signal_at timestamptz, alert_id text, updated_at timestamptz)
  on conflict (strategy_id, account_id, market, symbol) do update set side = excluded.side, quantity = excluded.quantity,
    signal_at = excluded.signal_at, alert_id = excluded.alert_id, updated_at = excluded.updated_at
    where chart_positions.signal_at is null or excluded.signal_at is null
      or excluded.signal_at >= chart_positions.signal_at
),
done_work as (
  delete from work w using input, jsonb_to_recordset(j -> 'done_work') as r(alert_id text, step integer)
  where w.alert_id = r.alert_id and w.step = r.step and w.kind = 'execute_signal'
),
new_protections as (
  insert into protections (id, user_id, account_id, market, symbol, alert_id, step, side, plan, is_break_even, created_at,
    updated_at, position_id)
  select r.* from input, jsonb_to_recordset(j -> 'new_protections') as r(
    id text, user_id text, account_id text, market text, symbol text, alert_id text, step integer, side text, plan jsonb,
    is_break_even boolean, created_at timestamptz, updated_at timestamptz, position_id text)
  on conflict (account_id, market, symbol) where ended_at is null do update set alert_id = excluded.alert_id,
    step = excluded.step, side = excluded.side, plan = excluded.plan, is_break_even = excluded.is_break_even, unprotected_since = null,
    is_alarm_told = false, reason = null, updated_at = excluded.updated_at, position_id = excluded.position_id
),
changed_protections as (
  update protections p set is_break_even = r.is_break_even, unprotected_since = r.unprotected_since,
    is_alarm_told = r.is_alarm_told, reason = r.reason, updated_at = r.updated_at, ended_at = r.ended_at
  from input, jsonb_to_recordset(j -> 'protections') as r(
    id text, is_break_even boolean, unprotected_since timestamptz, is_alarm_told boolean, reason text,
    updated_at timestamptz, ended_at timestamptz)
  where p.id = r.id and p.ended_at is null
),
-- Whatever changes the position, or ends what protects it, has its protection looked at next, by the alert that brought the plan. A look under way knows the
-- position of before, and only removes its work as the row that it was.
protect_work as (
  insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
  select $1, 'protect', w.user_id, w.alert_id, w.step, now(), now() from (
    select r.user_id, r.alert_id, r.step from input, jsonb_to_recordset(j -> 'new_protections') as r(
      user_id text, alert_id text, step integer)
    union
    select p.user_id, p.alert_id, p.step from input, protections p
    where jsonb_array_length(j -> 'new_fills') + jsonb_array_length(j -> 'lost_protection') > 0 and jsonb_array_length(j -> 'new_protections') = 0
      and p.account_id || ':' || p.market || ':' || p.symbol = $1 and p.ended_at is null) as w
  on conflict (alert_id, step, kind) do update set seq = default, due_at = least(work.due_at, now())
),
changed_alerts as (
  update alerts a set status = r.status, reason_code = r.reason_code, reason = r.reason, ended_at = r.ended_at
  from input, jsonb_to_recordset(j -> 'alerts') as r(
    id text, status text, reason_code text, reason text, ended_at timestamptz, resumes boolean)
  where a.id = r.id and (a.status <> 'held' or r.status <> 'working' or r.resumes)
)
select (select count(*) from held)::integer as held, (select is_current from current) as is_current`;
