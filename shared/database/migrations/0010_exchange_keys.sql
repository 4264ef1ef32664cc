-- API keys of exchanges, sealed (docs/keys.md). Data keys seal them and are kept wrapped by a master key that is not in the
-- database; a retired one still opens what it sealed. An account has one key at most; a key that is deleted leaves no row.
create table data_keys (
  version integer primary key check (version > 0),
  wrapped bytea not null,
  master_fingerprint text not null,
  created_at timestamptz not null,
  retired_at timestamptz
);

create table exchange_keys (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  account_id text collate "C" not null references accounts (id),
  exchange text not null check (exchange in ('binance')),
  mode text not null check (mode in ('testnet', 'live')),
  label text not null,
  kind text not null check (kind in ('hmac', 'ed25519')),
  api_key_hint text not null,
  api_key_digest text not null,
  sealed bytea not null,
  key_version integer not null references data_keys (version),
  status text not null check (status in ('active', 'refused')),
  permissions jsonb not null,
  created_at timestamptz not null,
  replaced_at timestamptz,
  last_tested_at timestamptz not null,
  last_test_result jsonb not null,
  constraint exchange_keys_account unique (account_id)
);
-- The same key under two accounts would be one wallet with two sets of books.
create unique index exchange_keys_api_key on exchange_keys (user_id, exchange, mode, api_key_digest);
create index exchange_keys_user on exchange_keys (user_id, id desc);
create index exchange_keys_version on exchange_keys (key_version, id);

-- Whether a strategy trades on an account is asked before its key is deleted.
create index strategies_account on strategies (account_id);
