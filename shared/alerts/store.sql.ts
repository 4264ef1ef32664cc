/** What the statements below are given: one JSON array, so that any number of alerts is one parameter. */
const INPUT = `
input as (
  select * from jsonb_to_recordset($1::jsonb) as i(
    n integer, hook_by text, digest text, hook_user_id text, hook_strategy text,
    id text, source text, origin_alert_id text, received_at timestamptz, raw text, body_digest text,
    identity text, window_seconds integer, dialect text, repairs text[], signals jsonb, reason_code text, reason text
  )
),
found as (
  select i.n, s.user_id, s.id as strategy_id
  from input i join strategies s on s.hook_token_digest = i.digest
  where i.hook_by = 'token'
  union all
  select i.n, s.user_id, s.id
  from input i join strategies s
    on s.previous_hook_token_digest = i.digest and s.previous_hook_token_expires_at > i.received_at
  where i.hook_by = 'token'
  union all
  select i.n, s.user_id, s.id
  from input i join strategies s on s.id = i.hook_strategy and s.user_id = i.hook_user_id
  where i.hook_by = 'strategy'
  union all
  select i.n, u.id, coalesce(
    (select s.id from strategies s where s.user_id = u.id and (s.id = i.hook_strategy or lower(s.name) = lower(i.hook_strategy))),
    (select min(s.id) from strategies s where s.user_id = u.id and i.hook_strategy is null having count(*) = 1))
  from input i cross join (select id from users where role = 'owner' order by id limit 1) u
  where i.hook_by = 'owner'
),
hook as (
  select i.*, f.user_id, f.strategy_id, coalesce(f.strategy_id, f.user_id) as scope_id,
    s.account_id, s.default_market, s.symbol_map
  from input i join found f on f.n = i.n left join strategies s on s.id = f.strategy_id
)`;

const ALERT_COLUMNS = `id, user_id, strategy_id, source, origin_alert_id, received_at, raw, body_digest, identity,
    dialect, repairs, signals, status, reason_code, reason, ended_at`;

/**
 * Keeps alerts and the work they cause. Rows go in sorted by key, so that two statements with the same keys wait for each
 * other instead of locking each other out.
 */
export const KEEP_ALERTS = {
  name: 'keep-alerts',
  text: `
with ${INPUT},
claimed as (
  insert into alert_identities (scope_id, key, alert_id, body_digest, seen_at, expires_at)
  select scope_id, identity, id, body_digest, received_at,
    coalesce(received_at + make_interval(secs => window_seconds), 'infinity')
  from hook order by scope_id, identity
  on conflict (scope_id, key) do update
    set alert_id = excluded.alert_id, body_digest = excluded.body_digest, seen_at = excluded.seen_at,
      expires_at = excluded.expires_at
    where alert_identities.expires_at <= excluded.seen_at
  returning alert_id
),
fresh as (
  select h.* from hook h join claimed c on c.alert_id = h.id
),
kept as (
  insert into alerts (${ALERT_COLUMNS})
  select id, user_id, strategy_id, source, origin_alert_id, received_at, raw, body_digest, identity, dialect, repairs, signals,
    case when reason_code is not null or strategy_id is null then 'not_understood' else 'accepted' end,
    case when reason_code is null and strategy_id is null then 'strategy_not_named' else reason_code end,
    case when reason_code is null and strategy_id is null
      then 'The message does not name one of your strategies: add "strategy" with its name, or use its own hook URL'
      else reason end,
    case when reason_code is not null or strategy_id is null then received_at end
  from fresh
),
steps as (
  select f.id, f.user_id, (step ->> 'step')::integer as step,
    coalesce((step ->> 'delaySeconds')::numeric, 0) as delay_seconds,
    f.account_id || ':' || coalesce(step ->> 'market', f.default_market) || ':'
      || coalesce(case when step ->> 'dialect' <> 'command' then f.symbol_map ->> (step ->> 'symbol') end,
        step ->> 'symbol', '*') as lane
  from fresh f cross join lateral jsonb_array_elements(f.signals) as step
  where f.reason_code is null and f.strategy_id is not null
),
laned as (
  insert into lanes (lane) select distinct lane from steps order by lane on conflict (lane) do nothing
),
queued as (
  insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
  select lane, 'execute_signal', user_id, id, step, now() + make_interval(secs => delay_seconds::double precision), now()
  from steps order by id, step
)
select h.n, h.scope_id, c.alert_id is not null as is_kept from hook h left join claimed c on c.alert_id = h.id`,
};

export const SELECT_IDENTITY = {
  name: 'select-identity',
  text: 'select alert_id, body_digest from alert_identities where scope_id = $1 and key = $2',
};

/** The same identity with another message: recorded with the alert that it collides with, and never carried out. */
export const KEEP_CONFLICT = {
  name: 'keep-conflict',
  text: `
with ${INPUT}
insert into alerts (${ALERT_COLUMNS})
select id, user_id, strategy_id, source, $2, received_at, raw, body_digest, identity, dialect, repairs, signals,
  'conflict', 'identity_conflict', 'Another message with the same identity was kept before: ' || $2, received_at
from hook`,
};
