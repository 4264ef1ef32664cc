-- Take profits and stop losses stand on the exchange as orders of their own. What they are worked out from is kept by lane: the
-- plan of the alert that opened the position, in force until the position is gone.
create table protections (
  id text collate "C" primary key,
  user_id text collate "C" not null references users (id),
  account_id text collate "C" not null references accounts (id),
  market text not null,
  symbol text not null,
  alert_id text collate "C" not null,
  step integer not null,
  side text not null check (side in ('long', 'short')),
  plan jsonb not null,
  is_break_even boolean not null default false,
  -- Since when something is missing that should stand, and whether that was told.
  unprotected_since timestamptz,
  is_alarm_told boolean not null default false,
  reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz
);
create unique index protections_active on protections (account_id, market, symbol) where ended_at is null;
create index protections_user on protections (user_id, id desc);

alter table orders drop constraint orders_type_check;
alter table orders add constraint orders_type_check check (type in (
  'market', 'limit', 'stop_market', 'stop_limit', 'take_profit_market', 'take_profit_limit', 'trailing_stop'));
alter table orders drop constraint orders_purpose_check;
alter table orders add constraint orders_purpose_check check (purpose in ('open', 'add', 'reduce', 'close', 'protect'));
alter table orders add column stop_price numeric;
alter table orders add column callback_bps integer;
alter table orders add column activation_price numeric;
-- Which level of the plan it carries out, 0 for the stop; and the pair of which one order ends the other.
alter table orders add column protects_level integer;
alter table orders add column pair_id text collate "C";
create index orders_protective on orders (account_id, market, symbol, id) where purpose = 'protect';
