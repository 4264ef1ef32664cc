-- What an entry was sized and margined with, so that the exchange is told before the order is sent, also after a crash in between.
alter table orders add column leverage numeric;
