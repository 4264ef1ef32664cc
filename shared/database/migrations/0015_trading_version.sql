-- Counts the changes of what trading is allowed. An entry holds the row while it is kept, so that whoever halts trading waits for
-- those under way, and none that was decided before is kept after.
alter table users add column trading_version bigint not null default 0;
