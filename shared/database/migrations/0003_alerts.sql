-- What arrived. An alert, its identity and its work are written by one statement before it is acknowledged.
-- No foreign keys on this path: the ids come from a join in that same statement, and strategies are never deleted.
create table alerts (
  id text collate "C" primary key,
  user_id text collate "C" not null,
  strategy_id text collate "C",
  source text not null check (source in ('webhook', 'replay', 'command')),
  origin_alert_id text collate "C",
  received_at timestamptz not null,
  raw text not null,
  body_digest text not null,
  identity text not null,
  dialect text,
  repairs text[] not null default '{}',
  signals jsonb not null,
  status text not null,
  reason_code text,
  reason text,
  ended_at timestamptz
);
create index alerts_user on alerts (user_id, id desc);
create index alerts_strategy on alerts (strategy_id, id desc);
create index alerts_user_status on alerts (user_id, status, id desc);
create index alerts_origin on alerts (origin_alert_id) where origin_alert_id is not null;

-- The arbiter of "the same alert again": whoever inserts the key first owns it until it expires.
create table alert_identities (
  scope_id text collate "C" not null,
  key text collate "C" not null,
  alert_id text collate "C" not null,
  body_digest text not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (scope_id, key)
);
create index alert_identities_expiry on alert_identities (expires_at) where expires_at < 'infinity';

-- The timeline. Append-only.
create table events (
  id text collate "C" primary key,
  user_id text collate "C" not null,
  alert_id text collate "C" not null,
  order_id text collate "C",
  step integer,
  name text not null,
  detail jsonb not null default '{}',
  at timestamptz not null
);
create index events_alert on events (alert_id, id);
create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger events_append_only before update or delete on events
  for each row execute function forbid_change();
