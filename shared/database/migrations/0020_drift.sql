-- Work that has begun holds its lane. What waits for its time or for an answer does not: others of the lane go past it.
alter table work add column is_begun boolean not null default false;
update work w set is_begun = true where w.kind = 'execute_signal'
  and (w.attempts > 0 or exists (select 1 from signals g where g.alert_id = w.alert_id and g.step = w.step));
drop index work_lane;
create index work_lane on work (lane, due_at, seq);
create index work_begun on work (lane) where is_begun;

-- What a strategy does when its alerts and its position tell different stories, and for how long a question waits.
alter table strategies add column on_drift text not null default 'sync' check (on_drift in ('sync', 'skip', 'ask'));
alter table strategies add column drift_answer_seconds integer not null default 300
  check (drift_answer_seconds between 10 and 86400);
alter table signals add column held_until timestamptz;
alter table signals add column drift_answer text check (drift_answer in ('sync', 'skip'));
alter table signals add column drift_answered_at timestamptz;
create index signals_held on signals (user_id, market, symbol) where status = 'held';

-- What a strategy's chart said last that it holds, so that an alert that is missing or out of order is seen by the next.
create table chart_positions (
  user_id text collate "C" not null references users (id),
  strategy_id text collate "C" not null references strategies (id),
  account_id text collate "C" not null references accounts (id),
  market text not null,
  symbol text not null,
  side text not null check (side in ('long', 'short', 'flat')),
  quantity numeric,
  signal_at timestamptz,
  alert_id text collate "C" not null,
  updated_at timestamptz not null,
  primary key (strategy_id, account_id, market, symbol)
);

-- How long a limit order stands, and whether it may take what rests already.
alter table orders add column time_in_force text check (time_in_force in ('gtc', 'ioc', 'fok'));
alter table orders add column post_only boolean;
