/**
 * Rows `market, symbol, price, seen_at` of what an account, `a`, last saw: on paper what anybody did, on an exchange what that
 * exchange said to it. An alert to paper says nothing about what is held for real.
 */
export const SEEN_PRICES = `
  select x.market, x.symbol, x.price, x.seen_at from prices x where a.mode = 'paper'
  union all
  select x.market, x.symbol, x.price, x.seen_at from account_prices x where a.mode <> 'paper' and x.account_id = a.id`;
