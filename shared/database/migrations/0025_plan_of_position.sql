-- A plan of protection is that of one position: levels of an earlier one do not protect the next. Empty in what an older version wrote.
alter table protections add column position_id text collate "C";
update protections p set position_id = o.id from positions o
  where o.account_id = p.account_id and o.market = p.market and o.symbol = p.symbol and o.closed_at is null and p.ended_at is null;
