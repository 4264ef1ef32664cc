-- Limits beyond one strategy, and what they are measured on. Limits of a strategy stay in strategies.limits.
create table risk_limits (
  user_id text collate "C" not null references users (id),
  scope text not null check (scope in ('user', 'account', 'symbol')),
  subject text collate "C" not null,
  limits jsonb not null,
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (user_id, scope, subject)
);

-- Counts the entries of a user that were kept. Lanes of one account are worked side by side: an entry that was judged on what
-- all of them hold is kept only while this row still says what it said then.
create table risk_fences (
  user_id text collate "C" primary key references users (id),
  version bigint not null
);

-- What a person set and what a broken loss limit set stand side by side, for all accounts or for one: none hides another.
alter table trading_states add column account_id text collate "C" references accounts (id);
alter table trading_states add column source text not null default 'person' check (source in ('person', 'risk'));
alter table trading_states drop constraint trading_states_pkey;
alter table trading_states add constraint trading_states_key unique nulls not distinct (user_id, account_id, source);

-- A market order has no price of its own; until it is filled it counts by what it was decided on.
alter table orders add column notional numeric;
-- The name that the alert gave the order, so that a later one can cancel this one alone.
alter table orders add column tag text;
create index orders_user_created on orders (user_id, created_at);
create index orders_user_entries on orders (user_id)
  where status in ('planned', 'submitting', 'unknown', 'open', 'partially_filled') and not reduce_only;

-- Of what a fill closed, in quote and less its commission, so that a day's loss can be added up. Older fills have none.
alter table fills add column net_pnl numeric;
create index fills_account_filled on fills (account_id, filled_at);

-- The strategy whose order opened the position.
alter table positions add column strategy_id text collate "C" references strategies (id);
update positions p set strategy_id = (
  select o.strategy_id from orders o
  where o.account_id = p.account_id and o.market = p.market and o.symbol = p.symbol and o.filled_quantity > 0
    and o.created_at <= p.opened_at
  order by o.id desc limit 1);
create index positions_user_closed on positions (user_id, closed_at desc) where closed_at is not null;

-- The highest equity of an account since a person last resumed trading in it; the snapshots grow too many to ask each time.
create table equity_peaks (
  account_id text collate "C" primary key references accounts (id),
  equity numeric not null,
  at timestamptz not null
);
