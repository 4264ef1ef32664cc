const INPUT_COLUMNS = `n integer, hook_by text, digest text, hook_user_id text, hook_strategy text,
    id text, source text, origin_alert_id text, received_at timestamptz, raw text, body_digest text,
    identity text, window_seconds integer, repairs text[]`;

/** Hooks of strategies. Their routes have a say, unless a signed-in person asks for the strategy itself. */
const STRATEGY_DOORS = `
  select i.n, s.user_id, s.id as door_id, s.id as strategy_id, true as has_routes
  from input i join strategies s on s.hook_token_digest = i.digest
  where i.hook_by = 'token'
  union all
  select i.n, s.user_id, s.id, s.id, true
  from input i join strategies s
    on s.previous_hook_token_digest = i.digest and s.previous_hook_token_expires_at > i.received_at
  where i.hook_by = 'token'
  union all
  select i.n, s.user_id, s.id, s.id, i.hook_by = 'door'
  from input i join strategies s on s.id = i.hook_strategy and s.user_id = i.hook_user_id
  where i.hook_by in ('strategy', 'door')`;

const OWNER_DOOR = `
  select i.n, u.id, u.id, null, true
  from input i cross join (select id from users where role = 'owner' order by id limit 1) u
  where i.hook_by = 'owner' or (i.hook_by = 'door' and i.hook_strategy is null and i.hook_user_id = u.id)`;

/** Alike for every strategy that an alert is meant for. */
const MEANT = `i.n, i.id as delivery_id, d.user_id, d.door_id, case when d.has_routes then d.strategy_id end as hook_strategy_id,
    i.received_at, i.raw, i.body_digest, i.identity, i.window_seconds, i.repairs,
    s.id as strategy_id, s.name as strategy, s.account_id, s.default_market, s.default_symbol, s.symbol_map, s.dialects as allowed`;

/**
 * Messages that name nobody, or that a person sends to a strategy, and that hang on no settings: they are for the strategy of the
 * hook, whatever is bound there. Given one JSON array, as below, so that any number of alerts is one parameter.
 */
export const UNROUTED = `
input as (
  select * from jsonb_to_recordset($1::jsonb) as i(${INPUT_COLUMNS},
    dialect text, dialects text[], signals jsonb, code text, reason text)
),
door as (${STRATEGY_DOORS}
),
meant as (
  select ${MEANT}, 1 as nth, i.id, i.source, i.origin_alert_id, null::text[] as unknown,
    i.dialect, i.dialects, i.signals, i.code, i.reason as read_reason
  from door d join input i on i.n = d.n join strategies s on s.id = d.strategy_id
)`;

/** Any message: by the routes of its door, to all that its parts are for, or to nobody when one part is for nobody. */
export const ROUTED = `
input as (
  select * from jsonb_to_recordset($1::jsonb) as i(${INPUT_COLUMNS}, routes jsonb, readings jsonb)
),
door as (${STRATEGY_DOORS}
  union all ${OWNER_DOOR}
),
part as (
  select d.*, r.route_key, r.account_alias, coalesce(r.route_key, r.account_alias) as name
  from door d join input i on i.n = d.n cross join lateral jsonb_to_recordset(i.routes) as r(route_key text, account_alias text)
),
aim as (
  select p.n, p.route_key, p.account_alias, p.name, case
    when not p.has_routes then array[p.strategy_id]
    else coalesce(
      (select array_agg(r.strategy_id) from routes r
       where r.door_id = p.door_id and r.key = p.route_key and r.user_id = p.user_id),
      (select array_agg(r.strategy_id) from routes r
       where r.door_id = p.door_id and r.key = p.account_alias and r.user_id = p.user_id),
      case
        when p.strategy_id is null and p.route_key is not null then
          (select array[s.id] from strategies s where s.user_id = p.user_id and (s.id = p.route_key or lower(s.name) = lower(p.route_key))
           order by s.id = p.route_key desc limit 1)
        when p.name is not null and exists (select 1 from routes r where r.door_id = p.door_id and r.user_id = p.user_id) then null
        when p.strategy_id is null then
          (select array[min(s.id)] from strategies s where s.user_id = p.user_id having count(*) = 1)
        else array[p.strategy_id]
      end)
    end as strategy_ids
  from part p
),
target as (
  select a.n, t.strategy_id, count(*) as parts, array_agg(jsonb_build_array(a.route_key, a.account_alias)) as names,
    null::text[] as unknown
  from aim a cross join lateral unnest(a.strategy_ids) as t(strategy_id)
  where a.n not in (select n from aim where strategy_ids is null)
  group by a.n, t.strategy_id
  union all
  select n, null, count(*), null, array_agg(distinct name) filter (where name is not null)
  from aim where strategy_ids is null group by n
),
read as (
  select ${MEANT}, i.source as sent_as, i.origin_alert_id as sent_for, t.unknown, s.read_settings, r.reading,
    case when t.parts < jsonb_array_length(i.routes) then t.names end as names,
    row_number() over (partition by i.n order by t.strategy_id is distinct from d.strategy_id, t.strategy_id) as nth
  from target t join input i on i.n = t.n join door d on d.n = t.n
  left join strategies s on s.id = t.strategy_id and s.user_id = d.user_id
  left join lateral (
    select reading from jsonb_array_elements(i.readings) as reading
    where s.id is null or reading -> 'settings' = 'null' or reading -> 'settings' = s.read_settings limit 1
  ) r on true
),
wanting as (
  select n, jsonb_agg(distinct read_settings) as wanted from read group by n having bool_or(reading is null)
),
meant as (
  select r.*, case nth when 1 then delivery_id else delivery_id || lpad(nth::text, 2, '0') end as id,
    case when nth > 1 and sent_as = 'webhook' then 'fan_out' else sent_as end as source,
    case when nth > 1 and sent_as = 'webhook' then delivery_id else sent_for end as origin_alert_id,
    reading ->> 'dialect' as dialect, coalesce(own.dialects, '{}') as dialects, coalesce(own.signals, '[]') as signals,
    case when unknown is not null then 'route_unknown' when reading ->> 'code' is not null then reading ->> 'code'
      when strategy_id is null then 'strategy_not_named' end as code,
    reading ->> 'reason' as read_reason
  from read r left join lateral (
    select jsonb_agg(step order by at) as signals, array_agg(distinct step ->> 'dialect') as dialects
    from jsonb_array_elements(reading -> 'signals') with ordinality as s(step, at)
    where names is null or jsonb_build_array(step -> 'routeKey', step -> 'accountAlias') = any(names)
  ) own on true
)`;
