-- What an alert means, what was asked of the exchange for it, and what happened.
create table signals (
  id text collate "C" primary key,
  user_id text collate "C" not null,
  alert_id text collate "C" not null,
  strategy_id text collate "C" not null references strategies (id),
  step integer not null,
  market text,
  symbol text,
  intent text not null,
  status text not null,
  rule text,
  reason text,
  created_at timestamptz not null,
  ended_at timestamptz,
  unique (alert_id, strategy_id, step)
);

create table orders (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  account_id text collate "C" not null references accounts (id),
  strategy_id text collate "C" not null references strategies (id),
  alert_id text collate "C" not null,
  signal_id text collate "C" not null references signals (id),
  step integer not null,
  client_order_id text not null unique,
  exchange_order_id text,
  market text not null,
  symbol text not null,
  side text not null check (side in ('buy', 'sell')),
  type text not null check (type in ('market', 'limit')),
  purpose text not null check (purpose in ('open', 'add', 'reduce', 'close')),
  reduce_only boolean not null,
  quantity numeric not null check (quantity > 0),
  price numeric,
  reference_price numeric,
  status text not null,
  reason text,
  filled_quantity numeric not null default 0,
  average_price numeric,
  created_at timestamptz not null,
  submitted_at timestamptz,
  updated_at timestamptz not null,
  unique (signal_id, step)
);
create index orders_user on orders (user_id, id desc);
create index orders_user_status on orders (user_id, status, id desc);
create index orders_alert on orders (alert_id, step);
create index orders_undecided on orders (account_id, market, symbol)
  where status in ('planned', 'submitting', 'unknown', 'open', 'partially_filled');

create table fills (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  account_id text collate "C" not null references accounts (id),
  order_id text collate "C" not null references orders (id),
  market text not null,
  symbol text not null,
  exchange_trade_id text not null,
  side text not null check (side in ('buy', 'sell')),
  price numeric not null,
  quantity numeric not null check (quantity > 0),
  commission numeric not null,
  commission_asset text not null,
  filled_at timestamptz not null,
  unique (account_id, market, symbol, exchange_trade_id)
);
create index fills_order on fills (order_id, id);
create index fills_user on fills (user_id, id desc);

-- A fold over fills, one row for each time from flat back to flat.
create table positions (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  account_id text collate "C" not null references accounts (id),
  market text not null,
  symbol text not null,
  quantity numeric not null,
  entry_notional numeric not null,
  realized_pnl numeric not null,
  commission numeric not null,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz
);
create unique index positions_open on positions (account_id, market, symbol) where closed_at is null;
create index positions_user on positions (user_id, id desc);

create table prices (
  market text not null,
  symbol text not null,
  price numeric not null,
  source text not null,
  seen_at timestamptz not null,
  primary key (market, symbol)
);

create table equity_snapshots (
  user_id text collate "C" not null references users (id),
  account_id text collate "C" not null references accounts (id),
  at timestamptz not null,
  equity numeric not null,
  realized_pnl numeric not null,
  unrealized_pnl numeric not null,
  exposure numeric not null,
  primary key (account_id, at)
);
create index equity_snapshots_user on equity_snapshots (user_id, at desc);
