-- The paper exchange carries out stops, targets, trailing stops and pairs. A price that was seen has to find the orders that it
-- fills, triggers or gives a better price to follow, and no others: a price at or below falls_to, or at or above rises_to, does.
alter table paper_orders
  add column time_in_force text,
  add column post_only boolean,
  add column stop_price numeric,
  add column callback_bps integer,
  add column activation_price numeric,
  add column best_price numeric,
  add column pair_id text collate "C",
  add column triggered_at timestamptz;

alter table paper_orders
  add column falls_to numeric generated always as (
    case
      when status <> 'open' then null
      when type = 'limit' or triggered_at is not null then case side when 'buy' then price end
      when type in ('stop_market', 'stop_limit') then case side when 'sell' then stop_price end
      when type in ('take_profit_market', 'take_profit_limit') then case side when 'buy' then stop_price end
      when side = 'buy' then coalesce(best_price, activation_price)
      else best_price * (10000 - callback_bps) * 0.0001
    end) stored,
  add column rises_to numeric generated always as (
    case
      when status <> 'open' then null
      when type = 'limit' or triggered_at is not null then case side when 'sell' then price end
      when type in ('stop_market', 'stop_limit') then case side when 'buy' then stop_price end
      when type in ('take_profit_market', 'take_profit_limit') then case side when 'sell' then stop_price end
      when side = 'sell' then coalesce(best_price, activation_price, 0)
      when best_price is null and activation_price is null then 0
      else best_price * (10000 + callback_bps) * 0.0001
    end) stored;

create index paper_orders_falls on paper_orders (market, symbol, falls_to) where status = 'open';
create index paper_orders_rises on paper_orders (market, symbol, rises_to) where status = 'open';
