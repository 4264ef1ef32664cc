-- What the API lists and filters by, so that a page costs the same however much there is.
create index signals_user_symbol on signals (user_id, symbol, alert_id desc);
create index orders_user_symbol on orders (user_id, symbol, id desc);
create index orders_user_strategy on orders (user_id, strategy_id, id desc);
create index orders_account_symbol on orders (account_id, market, symbol, id desc);
create index positions_user_open on positions (user_id, id desc) where closed_at is null;
create index positions_account on positions (account_id, symbol) include (realized_pnl, commission);
