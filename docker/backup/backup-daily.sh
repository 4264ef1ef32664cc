#!/bin/sh
# Waits until BACKUP_AT (UTC), makes a backup, and again the next day. One that fails is told and does not end the waiting.
set -eu
at=${BACKUP_AT:-03:15}
case "$at" in
  [01][0-9]:[0-5][0-9] | 2[0-3]:[0-5][0-9]) ;;
  *)
    echo "BACKUP_AT is \"$at\": it takes a time of day in UTC, such as 03:15" >&2
    exit 1
    ;;
esac
if ! [ -w /backups ]; then
  echo "Cannot write to /backups: make the folder on the host belong to the user $(id -u)" >&2
  exit 1
fi

seconds_until() {
  now=$(($(date -u +%s) % 86400))
  hours=${at%:*} minutes=${at#*:}
  then=$((${hours#0} * 3600 + ${minutes#0} * 60))
  echo $(((then - now + 86399) % 86400 + 1))
}

while true; do
  sleep "$(seconds_until)"
  sh "$(dirname "$0")/backup.sh" || echo '{"level":"ERROR","step":"backup","message":"the backup failed"}' >&2
done
