# Backups and what they are for. Sourced by docker/run.sh.

in_backup() {
  mkdir -p "$(from_env BACKUP_FOLDER ./backups)"
  compose --profile backup run --rm --no-deps -T --entrypoint sh backup "$@" </dev/null
}

backup() {
  in_backup /backup/backup.sh
}

# The dump goes into a database of its own; only when it is whole does that take the place of the one before.
restore() {
  local file=${1:-} now
  [ -n "$file" ] || fail "restore takes the name of a dump; there is: $(ls "$(from_env BACKUP_FOLDER ./backups)" 2>/dev/null | tr '\n' ' ')"
  file=$(basename "$file")
  confirm "This puts $file in the place of the database. Meanwhile alerts are answered with 503, and senders send again."
  now=$(date -u +%Y%m%d%H%M%S)
  owner_sql "create database restore_$now"
  if ! in_backup /backup/restore.sh "$file" "restore_$now"; then
    owner_sql "drop database restore_$now"
    fail 'the dump could not be restored; the database is as it was'
  fi
  compose stop backend
  owner_sql "alter database tradingbot rename to before_$now"
  owner_sql "alter database restore_$now rename to tradingbot"
  owner_sql 'revoke all on database tradingbot from public'
  owner_sql 'grant connect on database tradingbot to tradingbot_app'
  compose up --detach --wait --wait-timeout 120 backend
  echo "Restored $file. The database of before is kept as before_$now; drop it when nobody misses it."
}

owner_sql() {
  compose exec -T postgres psql --username=tradingbot --dbname=postgres --quiet --set=ON_ERROR_STOP=1 --command="$1"
}
