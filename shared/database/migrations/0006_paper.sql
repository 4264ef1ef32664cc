-- The books of the paper exchange. It keeps them apart from ours, as a real exchange does, so that the two can be compared.
create table paper_balances (
  account_id text collate "C" not null references accounts (id),
  market text not null check (market in ('spot', 'usdm')),
  asset text not null,
  free numeric not null,
  locked numeric not null default 0,
  primary key (account_id, market, asset)
);

create table paper_orders (
  id text collate "C" primary key,
  account_id text collate "C" not null references accounts (id),
  client_order_id text not null,
  market text not null,
  symbol text not null,
  side text not null,
  type text not null,
  quantity numeric not null,
  price numeric,
  reduce_only boolean not null,
  status text not null,
  reason text,
  filled_quantity numeric not null default 0,
  average_price numeric,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (account_id, client_order_id)
);
create index paper_orders_open on paper_orders (market, symbol) where status in ('open', 'partially_filled');

create table paper_fills (
  id text collate "C" primary key,
  account_id text collate "C" not null references accounts (id),
  order_id text collate "C" not null references paper_orders (id),
  price numeric not null,
  quantity numeric not null,
  commission numeric not null,
  commission_asset text not null,
  filled_at timestamptz not null
);
create index paper_fills_order on paper_fills (order_id);

create table paper_positions (
  account_id text collate "C" not null references accounts (id),
  symbol text not null,
  quantity numeric not null,
  entry_notional numeric not null,
  primary key (account_id, symbol)
);
