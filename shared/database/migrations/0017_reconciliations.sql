-- What a comparison of an account with its exchange found last, and since when the same was found.
create table reconciliations (
  account_id text collate "C" primary key references accounts (id),
  user_id text collate "C" not null references users (id),
  checked_at timestamptz not null,
  findings jsonb not null,
  found_since timestamptz,
  is_alarm_told boolean not null default false
);
create index reconciliations_user on reconciliations (user_id);
