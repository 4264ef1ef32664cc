#!/usr/bin/env bash
# The stack in one word each. Everything here is docker compose underneath, and can be done with it.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'END'
Usage: docker/run.sh COMMAND [--prod] [options]

  up                  build if needed, start, wait until all is healthy, say where things are
  down                stop and remove the containers; data stays
  restart [SERVICE]   restart all, or one
  logs [SERVICE]      follow the logs
  ps                  the containers
  build [options]     docker/build.sh
  health              a line per container; fails when one is not healthy
  deploy              take up a new version, a replica after the other, without losing an alert (production)
  backup              a dump into backups/, now
  restore FILE        put a dump in the place of the database; the one before is kept under another name
  check               the production checklist, as far as it can check itself
  clean               remove containers, volumes (all data!) and the image; asks first

  --prod              lay docker/compose.prod.yml over docker-compose.yml: two replicas, nginx, secrets as files.
                      Goes without saying when .env names it in COMPOSE_FILE, as docker/secrets.sh writes it.
  --yes               do not ask (clean, restore)
  -h, --help          this text
END
}

fail() {
  echo "run: $1" >&2
  exit 1
}

here=docker/lib
for part in engine stack database deploy check; do . "$here/$part.sh"; done

command=${1:-}
[ $# -eq 0 ] || shift
prod=false yes=false arguments=()
for argument in "$@"; do
  case "$argument" in
    --prod) prod=true ;;
    --yes) yes=true ;;
    -h | --help) usage; exit 0 ;;
    *) arguments+=("$argument") ;;
  esac
done
choose_files

case "$command" in
  up) need_engine; need_ports; stack_up ;;
  down) need_engine; compose down --remove-orphans ;;
  restart) need_engine; compose restart "${arguments[@]}" ;;
  logs) need_engine; compose logs --follow --tail=100 "${arguments[@]}" ;;
  ps) need_engine; compose ps --all ;;
  build) exec docker/build.sh "${arguments[@]}" ;;
  health) need_engine; stack_health ;;
  deploy) need_engine; deploy ;;
  backup) need_engine; backup ;;
  restore) need_engine; restore "${arguments[@]}" ;;
  check) need_engine; check ;;
  clean) need_engine; stack_clean ;;
  '' | -h | --help | help) usage ;;
  *) usage >&2; fail "unknown command \"$command\"" ;;
esac
