-- The queue is a table, written in the same transaction as its cause. A lane is one account and one symbol: only the oldest
-- work of a lane may be carried out, by whoever holds the lease of that lane. Finished work is deleted; the events remain.
create table lanes (
  lane text collate "C" primary key,
  lease_token text,
  leased_until timestamptz
);

create table work (
  seq bigint generated always as identity primary key,
  lane text collate "C" not null,
  kind text not null,
  user_id text collate "C" not null,
  alert_id text collate "C" not null,
  step integer not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null
);
create index work_lane on work (lane, seq);
create unique index work_alert_step on work (alert_id, step, kind);
