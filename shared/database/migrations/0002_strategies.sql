-- Where orders go and how an alert becomes one. Hook tokens are kept as a digest; the one before stays valid for an overlap.
create table accounts (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  exchange text not null check (exchange in ('paper', 'binance')),
  mode text not null check (mode in ('paper', 'testnet', 'live')),
  name text not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null,
  unique (user_id, name)
);

create table strategies (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  account_id text collate "C" not null references accounts (id),
  name text not null,
  status text not null check (status in ('enabled', 'disabled')),
  mode text not null check (mode in ('paper', 'testnet', 'live')),
  default_market text not null check (default_market in ('spot', 'usdm')),
  side_rule text not null check (side_rule in ('both', 'long_only', 'short_only')),
  sizing jsonb not null,
  size_from_alert boolean not null,
  symbol_map jsonb not null default '{}',
  limits jsonb not null default '{}',
  hook_token_digest text not null unique,
  hook_token_hint text not null,
  previous_hook_token_digest text unique,
  previous_hook_token_expires_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index strategies_user_name on strategies (user_id, lower(name));
create index strategies_user on strategies (user_id, id desc);
