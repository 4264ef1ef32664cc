-- People, the tokens they call the API with, and what they allow the service to do.
-- Ids sort by age byte by byte, hence the "C" collation everywhere.
create table users (
  id text collate "C" primary key,
  email text not null,
  password_hash text not null,
  role text not null check (role in ('owner', 'member')),
  created_at timestamptz not null
);
create unique index users_email on users (lower(email));

create table api_tokens (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  name text not null,
  digest text not null unique,
  hint text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_user on api_tokens (user_id, id desc);

create table trading_states (
  user_id text collate "C" primary key references users (id),
  state text not null check (state in ('active', 'reducing', 'halted')),
  reason text,
  set_by text not null,
  set_at timestamptz not null,
  expires_at timestamptz
);

create table audit (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}',
  at timestamptz not null
);
create index audit_user on audit (user_id, id desc);
