-- The schedule may call twice, and calls every replica at once: whoever claims a tick first does its work.
create table ticks (
  name text collate "C" primary key,
  claimed_at timestamptz not null
);
