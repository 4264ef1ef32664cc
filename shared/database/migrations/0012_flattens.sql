-- A kill switch that was pulled: what it was asked to close and cancel, and by which alert, so that what it could not do can be told.
create table flattens (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  account_id text collate "C" references accounts (id),
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  lanes jsonb not null
);
create index flattens_user on flattens (user_id, id desc);
