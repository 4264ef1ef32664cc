-- Attempts that met an exchange that was away say nothing against the work; only the others count towards its end. And whether the user
-- was told that an exit has not gone through yet.
alter table work add column failures integer not null default 0;
alter table work add column is_alarm_told boolean not null default false;

-- What an account's own exchange says that its holdings trade at. `prices` is the market of paper, which any alert moves.
create table account_prices (
  account_id text collate "C" not null references accounts (id),
  market text not null check (market in ('spot', 'usdm')),
  symbol text not null,
  price numeric not null check (price > 0),
  seen_at timestamptz not null,
  primary key (account_id, market, symbol)
);
