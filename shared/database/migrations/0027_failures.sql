-- Attempts that met an exchange that was away say nothing against the work; only the others count towards its end. And whether the user
-- was told that an exit has not gone through yet.
alter table work add column failures integer not null default 0;
alter table work add column is_alarm_told boolean not null default false;
