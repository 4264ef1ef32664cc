-- What a message calls its bot or account, bound to the strategies that it is for; and what a message leaves to the strategy:
-- settings of its reading, the formats that are taken, the symbol. A door is a hook, named by its strategy, or WEBHOOK_SECRET, named
-- by its user.
create table routes (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  door_id text collate "C" not null,
  hook_strategy_id text collate "C" references strategies (id),
  key text not null,
  strategy_id text collate "C" not null references strategies (id),
  created_at timestamptz not null
);
create unique index routes_door_key on routes (door_id, key, strategy_id);
create index routes_user on routes (user_id, id desc);

alter table strategies
  add column default_symbol text,
  add column read_settings jsonb not null default '{}',
  add column dialects text[] not null default '{}';
-- What has been taken so far is taken still.
update strategies s set dialects = coalesce((
  select array_agg(distinct a.dialect order by a.dialect) from alerts a
  where a.strategy_id = s.id and a.source = 'webhook' and a.dialect is not null
    and a.status not in ('not_understood', 'conflict')), '{}');

-- Not checked again for what is there: each of the old sources is still one.
alter table alerts drop constraint alerts_source_check;
alter table alerts add constraint alerts_source_check check (source in ('webhook', 'fan_out', 'replay', 'command')) not valid;
-- Whose hook it came in by, and what it named that is bound to nothing.
alter table alerts
  add column hook_strategy_id text collate "C",
  add column unknown_routes text[];
create index alerts_unknown_routes on alerts (user_id, id desc) where unknown_routes is not null;
