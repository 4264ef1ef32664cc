-- Countdowns that run on an exchange: it cancels what rests in the symbol unless it is told again in time. Kept here so that
-- whoever renews them next can call off those that nobody needs any more. Written before the exchange is told.
create table countdowns (
  account_id text collate "C" not null references accounts (id),
  market text not null,
  symbol text not null,
  user_id text collate "C" not null references users (id),
  renewed_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, market, symbol)
);
