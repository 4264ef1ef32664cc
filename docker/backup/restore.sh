#!/bin/sh
# Puts a dump of /backups into an empty database, in one transaction: all of it, or nothing.
#   restore.sh tradingbot-….dump [database]
set -eu
file=${1:?which dump}
database=${2:-$PGDATABASE}
[ -z "${PGPASSWORD_FILE:-}" ] || PGPASSWORD=$(cat "$PGPASSWORD_FILE")
export PGPASSWORD

fail() {
  echo "restore: $1" >&2
  exit 1
}

[ -r "/backups/$file" ] || fail "there is no /backups/$file; there is: $(ls /backups | tr '\n' ' ')"
psql --dbname=postgres --tuples-only --no-align --command="select 1 from pg_database where datname = '$database'" | grep -q 1 ||
  fail "there is no database \"$database\""
tables=$(psql --dbname="$database" --tuples-only --no-align --command="select count(*) from pg_tables where schemaname = 'public'")
[ "$tables" = 0 ] || fail "the database \"$database\" is not empty: it has $tables tables. Nothing was changed"
pg_restore --dbname="$database" --no-owner --single-transaction --exit-on-error "/backups/$file"
psql --dbname="$database" --quiet --command=analyze
echo "{\"step\":\"restore\",\"file\":\"$file\",\"database\":\"$database\"}"
