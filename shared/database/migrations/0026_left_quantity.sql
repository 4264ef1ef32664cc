-- What stayed in the wallet when a spot position was closed: less than the symbol's smallest order, because a commission was taken in base.
alter table positions add column left_quantity numeric not null default 0 check (left_quantity >= 0);
