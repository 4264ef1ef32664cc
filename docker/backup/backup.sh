#!/bin/sh
# Dumps the database into /backups and throws the oldest dumps away. Runs in the container "backup" and, by hand, in one like it.
# A dump is written under another name first: what is called *.dump is whole, and pg_restore has read its list.
set -eu
keep=${BACKUP_KEEP:-14}
[ -z "${PGPASSWORD_FILE:-}" ] || PGPASSWORD=$(cat "$PGPASSWORD_FILE")
export PGPASSWORD

name=tradingbot-$(date -u +%Y%m%dT%H%M%SZ).dump
unfinished=/backups/.$name.unfinished
trap 'rm -f "$unfinished"' EXIT
umask 077
pg_dump --format=custom --compress=6 --no-owner --lock-wait-timeout=10s --file="$unfinished"
pg_restore --list "$unfinished" >/dev/null
mv "$unfinished" "/backups/$name"
echo "{\"step\":\"backup\",\"file\":\"$name\",\"bytes\":$(stat -c %s "/backups/$name")}"

# Newest first; those after the first $keep go.
ls -1r /backups | grep '^tradingbot-[0-9TZ]*\.dump$' | tail -n "+$((keep + 1))" | while read -r old; do
  rm -f "/backups/$old"
  echo "{\"step\":\"rotate\",\"removed\":\"$old\"}"
done
