-- Which account of the exchange the books of one of ours are of, once a key has told: another key has to open the same one.
alter table accounts add column exchange_uid text;
create unique index accounts_exchange_uid on accounts (user_id, exchange, mode, exchange_uid) where exchange_uid is not null;
