import { ANY_DIALECT, REASONS } from './reasons.ts';
import { ROUTED, UNROUTED } from './routed.sql.ts';

/** Of names that a message brings: they may be as long as it. */
const MOST_TOLD = 300;

const ALERT_COLUMNS = `id, user_id, strategy_id, hook_strategy_id, source, origin_alert_id, received_at, raw, body_digest, identity,
    dialect, repairs, signals, unknown_routes, status, reason_code, reason, ended_at`;

/**
 * Keeps alerts and the work they cause. Rows go in sorted by key, so that two statements with the same keys wait for each
 * other instead of locking each other out. A message that was not read under the settings of each strategy it is for claims
 * nothing and keeps nothing. Of two first alerts at once, one pins the strategy and the other waits for that row and is judged by what it
 * then says, though all else in the statement is as it was before the wait.
 */
const keepAlerts = (meant: string, { claims, wanted }: { claims: string; wanted: string }): string => `
with ${meant},
claimed as (
  insert into alert_identities (scope_id, key, alert_id, body_digest, seen_at, expires_at)
  select door_id, identity, delivery_id, body_digest, received_at,
    coalesce(received_at + make_interval(secs => window_seconds), 'infinity')
  from meant where nth = 1${claims} order by door_id, identity
  on conflict (scope_id, key) do update
    set alert_id = excluded.alert_id, body_digest = excluded.body_digest, seen_at = excluded.seen_at,
      expires_at = excluded.expires_at
    where alert_identities.expires_at <= excluded.seen_at
  returning alert_id
),
fresh as (
  select m.* from claimed c join meant m on m.delivery_id = c.alert_id
),
first_good as (
  select distinct on (strategy_id) strategy_id, dialects from fresh
  where source in ('webhook', 'fan_out') and code is null and allowed = '{}' order by strategy_id, n
),
pinned as (
  update strategies s set dialects = case when s.dialects = '{}' then f.dialects else s.dialects end
  from first_good f where s.id = f.strategy_id returning s.id, s.dialects
),
judged as (
  select f.*, coalesce(p.dialects, f.allowed) as taken, case
      when f.code is not null or f.source not in ('webhook', 'fan_out') then f.code
      when not (f.dialects <@ coalesce(p.dialects, f.allowed) or '${ANY_DIALECT}' = any(coalesce(p.dialects, f.allowed)))
        then 'dialect_not_allowed' end as reason_code
  from fresh f left join pinned p on p.id = f.strategy_id
),
told as (
  select j.*, case j.reason_code
      when 'route_unknown' then format('${REASONS.route_unknown}', left(array_to_string(j.unknown, '", "'), ${MOST_TOLD}))
      when 'strategy_not_named' then '${REASONS.strategy_not_named}'
      when 'dialect_not_allowed' then format('${REASONS.dialect_not_allowed}',
        array_to_string(j.dialects, '", "'), j.strategy, array_to_string(j.taken, '", "'))
      else j.read_reason end as reason
  from judged j
),
kept as (
  insert into alerts (${ALERT_COLUMNS})
  select id, user_id, strategy_id, hook_strategy_id, source, origin_alert_id, received_at, raw, body_digest, identity,
    dialect, repairs, signals, unknown, case when reason_code is null then 'accepted' else 'not_understood' end,
    reason_code, reason, case when reason_code is not null then received_at end
  from told
),
steps as (
  select t.id, t.user_id, (step ->> 'step')::integer as step,
    coalesce((step ->> 'delaySeconds')::numeric, 0) as delay_seconds,
    t.account_id || ':' || coalesce(step ->> 'market', t.default_market) || ':'
      || coalesce(case when step ->> 'dialect' <> 'command' then t.symbol_map ->> (step ->> 'symbol') end,
        step ->> 'symbol', t.default_symbol, '*') as lane
  from told t cross join lateral jsonb_array_elements(t.signals) as step
  where t.reason_code is null
),
laned as (
  insert into lanes (lane) select distinct lane from steps order by lane on conflict (lane) do nothing
),
queued as (
  insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
  select lane, 'execute_signal', user_id, id, step, now() + make_interval(secs => delay_seconds::double precision), now()
  from steps order by id, step
)
select m.n, m.door_id as scope_id, ${wanted} as wanted, t.id, t.strategy_id, t.reason_code, t.reason
from meant m left join told t on t.n = m.n where m.nth = 1`;

export const KEEP_ALERTS = { name: 'keep-alerts', text: keepAlerts(UNROUTED, { claims: '', wanted: 'null::jsonb' }) };

export const KEEP_ROUTED_ALERTS = {
  name: 'keep-routed-alerts',
  text: keepAlerts(ROUTED, {
    claims: ' and n not in (select n from wanting)',
    wanted: '(select w.wanted from wanting w where w.n = m.n)',
  }),
};

export const SELECT_IDENTITY = {
  name: 'select-identity',
  text: 'select alert_id, body_digest from alert_identities where scope_id = $1 and key = $2',
};

/** The same identity with another message: recorded with the alert that it collides with, and never carried out. */
export const KEEP_CONFLICT = {
  name: 'keep-conflict',
  text: `
with ${ROUTED}
insert into alerts (${ALERT_COLUMNS})
select m.id, m.user_id, m.strategy_id, m.hook_strategy_id, m.source, $2, m.received_at, m.raw, m.body_digest, m.identity,
  i.readings -> 0 ->> 'dialect', m.repairs, i.readings -> 0 -> 'signals', null, 'conflict', 'identity_conflict',
  'Another message with the same identity was kept before: ' || $2, m.received_at
from meant m join input i on i.n = m.n where m.nth = 1`,
};
