-- Candles of the symbols that are traded, for charts and models. Market data: it belongs to no user.
create table candles (
  exchange text collate "C" not null,
  market text collate "C" not null,
  symbol text collate "C" not null,
  interval text collate "C" not null,
  open_at timestamptz not null,
  open numeric not null,
  high numeric not null,
  low numeric not null,
  close numeric not null,
  volume numeric not null,
  quote_volume numeric not null,
  trades bigint not null,
  primary key (exchange, market, symbol, interval, open_at)
);

-- What of each was asked for: without it a gap of the exchange's own could not be told from one of ours.
create table candle_series (
  exchange text collate "C" not null,
  market text collate "C" not null,
  symbol text collate "C" not null,
  interval text collate "C" not null,
  covered_from timestamptz,
  covered_until timestamptz,
  not_listed_at timestamptz,
  primary key (exchange, market, symbol, interval)
);
