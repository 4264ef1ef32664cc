-- Runs once, when the volume of Postgres is new, as the owner of the database. Tables belong to the migrations, not here.

create extension if not exists "uuid-ossp";
create extension if not exists pg_stat_statements;

-- Tuning for a host of 4 GB that runs the whole stack (t3.medium). It stands in postgresql.auto.conf of the volume; a value is
-- changed with `alter system set …`, and most take effect with `select pg_reload_conf()`.

-- The pages that alerts and orders touch all day fit many times over; what is left of the memory serves as the system's file cache.
alter system set shared_buffers = '256MB';
-- What the planner may expect to find in both caches. It reserves nothing.
alter system set effective_cache_size = '1GB';
-- For each sort of each query. Lists come from indexes and sort little; 120 connections times this is still below the limit.
alter system set work_mem = '4MB';
-- For vacuum and for building an index.
alter system set maintenance_work_mem = '64MB';
-- Two replicas and two more during an update, each with up to 22 connections, and some for people and backups.
alter system set max_connections = 120;
-- An SSD finds a page anywhere about as fast as the next one.
alter system set random_page_cost = 1.1;
alter system set effective_io_concurrency = 100;
-- Fewer, longer checkpoints: less is written twice. After a crash at most this much is read again, within seconds.
alter system set max_wal_size = '1GB';
alter system set checkpoint_completion_target = 0.9;
-- A commit is on the disk before it is acknowledged: an alert that was answered with 202 survives a power cut.
alter system set synchronous_commit = on;
alter system set wal_compression = on;
-- Queries are short; compiling them costs more than it brings.
alter system set jit = off;
-- A queue is a table that rows pass through: vacuum has to come round before it grows.
alter system set autovacuum_naptime = '15s';
alter system set autovacuum_vacuum_scale_factor = 0.05;

-- What is slow is written down: with its text, and without the values in it, which may be somebody's orders.
alter system set log_min_duration_statement = '1s';
alter system set log_parameter_max_length = 0;
alter system set log_parameter_max_length_on_error = 0;
alter system set log_lock_waits = on;
alter system set log_checkpoints = off;
alter system set log_line_prefix = '%m [%p] %a %u ';
alter system set shared_preload_libraries = 'pg_stat_statements';

-- Passwords come from the environment or, as secrets, from the files that it names.
\set app_password `if [ -n "$DATABASE_PASSWORD_FILE" ]; then cat "$DATABASE_PASSWORD_FILE"; else printf %s "$DATABASE_PASSWORD"; fi`
\set readonly_password `if [ -n "$READONLY_PASSWORD_FILE" ]; then cat "$READONLY_PASSWORD_FILE"; else printf %s "$READONLY_PASSWORD"; fi`

-- Nobody gets anything by being connected.
revoke all on database :DBNAME from public;
revoke create on schema public from public;

-- The service: it reads and writes rows. It makes, changes and drops nothing; migrations run as the owner.
create role tradingbot_app login password :'app_password' connection limit 100;
grant connect on database :DBNAME to tradingbot_app;
grant usage on schema public to tradingbot_app;
alter default privileges in schema public grant select, insert, update, delete on tables to tradingbot_app;
alter default privileges in schema public grant usage on sequences to tradingbot_app;
alter role tradingbot_app set idle_in_transaction_session_timeout = '15s';

-- Somebody who looks: reports, a dashboard of their own. Only where a password was set.
select length(:'readonly_password') > 0 as has_readonly \gset
\if :has_readonly
  create role tradingbot_read login password :'readonly_password' connection limit 5;
  grant connect on database :DBNAME to tradingbot_read;
  grant usage on schema public to tradingbot_read;
  alter default privileges in schema public grant select on tables to tradingbot_read;
  alter role tradingbot_read set default_transaction_read_only = on;
  alter role tradingbot_read set statement_timeout = '30s';
\endif
