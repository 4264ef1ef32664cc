#!/bin/sh
# Keeps the list of replicas. nginx looks a name up once, when it starts; replicas come and go, and with them their addresses.
#   write   writes the list down
#   none    writes a list of nobody down
#   once    writes it, and makes nginx read it when it changed
#   watch   does that every second
set -eu
file=/tmp/nginx/upstreams.conf

addresses() {
  nslookup -type=a backend 127.0.0.11 2>/dev/null | awk '/^Name/ { found = 1 } found && /^Address/ { print $NF }' | sort -u
}

# Idle connections end here before a replica that is told to stop would end them (IDLE_MS in docker/entrypoint/serve.ts): so none
# is ended from there just when a request goes out on it.
render() {
  echo 'upstream backend {'
  echo '  zone backend 64k;'
  for address in $1; do echo "  server $address:8001 max_fails=1 fail_timeout=2s;"; done
  echo '  server unix:/tmp/nginx/away.sock backup;'
  echo '  keepalive 64;'
  echo '  keepalive_timeout 2s;'
  echo '  keepalive_requests 100000;'
  echo '}'
  echo 'upstream stream {'
  echo '  zone stream 64k;'
  for address in $1; do echo "  server $address:8001 max_fails=0;"; done
  echo '  server unix:/tmp/nginx/away.sock backup;'
  echo '}'
}

write() {
  render "$1" >"$file.$$"
  if [ -f "$file" ] && cmp -s "$file.$$" "$file"; then
    rm "$file.$$"
    return 1
  fi
  mv "$file.$$" "$file"
}

# No answer is no news: while no replica is there, those of before do no harm.
refresh() {
  found=$(addresses)
  [ -n "$found" ] && write "$found"
}

once() {
  if refresh; then kill -HUP "$(cat /tmp/nginx/nginx.pid)"; fi
}

case "${1:-}" in
  write) refresh ;;
  none) write '' ;;
  once) once ;;
  watch)
    while true; do
      sleep 1
      once || true
      touch /tmp/nginx/watched
    done
    ;;
  *)
    echo "Usage: $0 write|none|once|watch" >&2
    exit 2
    ;;
esac
