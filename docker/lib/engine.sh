# What has to be there before anything can start. Sourced by docker/run.sh.

# In megabytes: Postgres, Redis, nginx and two replicas use about 360 (docs/performance.md); below this an update would not fit.
LEAST_MEMORY_MB=900

need_engine() {
  command -v docker >/dev/null || fail 'there is no "docker" on the PATH: https://docs.docker.com/engine/install/'
  local problem
  problem=$(docker info 2>&1 >/dev/null) ||
    fail "no Docker daemon answers: start it (sudo systemctl start docker), or join its group (sudo usermod -aG docker $(id -un), then log in again).
  Docker says: $(echo "$problem" | grep -v '^$' | tail -n 1)"
  docker compose version >/dev/null 2>&1 || fail 'there is no "docker compose": install the plugin docker-compose-plugin, 2.24 or newer'
  local memory_mb=$(($(docker info --format '{{.MemTotal}}') / 1000000))
  [ "$memory_mb" -ge "$LEAST_MEMORY_MB" ] ||
    fail "Docker has $memory_mb MB of memory, and this needs $LEAST_MEMORY_MB MB: take a larger machine, or give Docker Desktop more"
}

# .env as docker compose reads it: the last line that sets NAME counts.
from_env() {
  local value=${!1:-}
  [ -n "$value" ] || value=$(sed -n "s/^$1=//p" .env 2>/dev/null | tail -n 1)
  echo "${value:-$2}"
}

choose_files() {
  case "$(from_env COMPOSE_FILE '')" in *compose.prod.yml*) prod=true ;; esac
  files=(-f docker-compose.yml)
  if [ "$prod" = true ]; then
    files+=(-f docker/compose.prod.yml --profile prod)
    [ -d "$(from_env SECRETS_FOLDER ./secrets)" ] ||
      fail 'there are no secrets yet: make them with docker/secrets.sh --url https://your.name'
    [ -s "$(from_env SECRETS_FOLDER ./secrets)/encryption_key" ] ||
      fail 'this version needs a secret more: docker/secrets.sh makes what is missing and leaves the others as they are'
  fi
}

compose() {
  COMPOSE_FILE='' COMPOSE_PROFILES='' BACKUP_USER="${BACKUP_USER:-$(id -u):$(id -g)}" docker compose "${files[@]}" "$@"
}

published_ports() {
  if [ "$prod" = true ]; then
    echo "HTTP_PORT $(from_env HTTP_PORT 80)"
    echo "HTTPS_PORT $(from_env HTTPS_PORT 443)"
  fi
  echo "BACKEND_PORT $(from_env BACKEND_PORT 8001)"
}

# A port that our own containers hold already is fine: `up` is run again and again.
need_ports() {
  local name port ours
  ours=$(compose ps --format '{{.Publishers}} {{.Ports}}' 2>/dev/null || true)
  while read -r name port; do
    case "$ours" in *":$port->"*) continue ;; esac
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      fail "port $port is in use: stop what listens there (sudo ss -ltnp 'sport = :$port'), or set $name in .env"
    fi
  done < <(published_ports)
}

confirm() {
  [ "$yes" = false ] || return 0
  [ -t 0 ] || fail "this asks before it goes on, and nobody is there to answer: add --yes"
  local answer
  read -r -p "$1 Type \"yes\" to go on: " answer
  [ "$answer" = yes ] || fail 'nothing was changed'
}
