# A new version, a replica after the other. Sourced by docker/run.sh.

HEALTHY_SECONDS=90

# What breaks off on the way leaves the name of the image to the version of before, for `up` and for the next start of this machine.
# Migrations come first and the replicas of before go on with them: a migration adds, and what it replaces goes one version later.
deploy() {
  [ "$prod" = true ] || fail 'deploy replaces one replica after the other, and development has one only: use up'
  [ -n "$(compose ps --quiet nginx)" ] || fail 'nothing runs: start it with docker/run.sh up --prod'
  say_what_is_built
  local old
  image=$(from_env BACKEND_IMAGE tradingbot/backend):$(from_env BACKEND_TAG dev)
  previous=$(docker image inspect --format '{{.Id}}' "$image")
  trap 'docker tag "$previous" "$image"' EXIT
  compose build backend
  compose run --rm --no-deps -T preflight </dev/null
  compose run --rm --no-deps -T migrate </dev/null
  for old in $(compose ps --quiet backend); do replace "$old"; done
  trap - EXIT
  compose exec -T nginx nginx -c /etc/nginx/tradingbot/nginx.conf -s reload
  stack_health
}

# One more, and when it is well, one less. The one that goes finishes what it has begun, and nginx knows the new one by then.
replace() {
  local old=$1 before new
  before=$(compose ps --quiet backend)
  compose up --detach --no-deps --no-recreate --scale "backend=$(($(echo "$before" | wc -l) + 1))" backend
  new=$(compose ps --quiet backend | grep -vxF "$before")
  if ! until_healthy "$new"; then
    docker logs --tail 20 "$new" >&2
    docker rm --force "$new" >/dev/null
    fail 'the new version does not get healthy; the replicas of before go on'
  fi
  compose exec -T nginx sh /etc/nginx/tradingbot/upstreams.sh once
  docker stop --time 30 "$old" >/dev/null
  docker rm "$old" >/dev/null
}

until_healthy() {
  local second
  for second in $(seq "$HEALTHY_SECONDS"); do
    [ "$(state_of "$1")" != running/healthy ] || return 0
    [ "$(docker inspect --format '{{.RestartCount}}' "$1")" -lt 3 ] || return 1
    sleep 1
  done
  return 1
}
