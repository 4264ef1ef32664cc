-- What a user has to be told, kept with its cause. Where it is sent on to is another matter: here it is found again.
create table notifications (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  kind text not null,
  severity text not null check (severity in ('info', 'warning', 'alarm')),
  title text not null,
  detail jsonb not null default '{}',
  account_id text collate "C",
  strategy_id text collate "C",
  alert_id text collate "C",
  created_at timestamptz not null,
  read_at timestamptz
);
create index notifications_user on notifications (user_id, id desc);
create index notifications_unread on notifications (user_id, id desc) where read_at is null;
create index notifications_read on notifications (read_at) where read_at is not null;
