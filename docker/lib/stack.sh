# Starting, looking and cleaning up. Sourced by docker/run.sh.

UP_SECONDS=180

# The date is that of the commit, so that the same sources give the same image and running containers are left alone.
say_what_is_built() {
  export BUILD_DATE VCS_REF VERSION
  BUILD_DATE=$(TZ=UTC git log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ 2>/dev/null || echo unknown)
  VCS_REF=$(git rev-parse HEAD 2>/dev/null || echo unknown)
  VERSION=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)
}

stack_up() {
  say_what_is_built
  if ! compose up --detach --build --wait --wait-timeout "$UP_SECONDS"; then
    explain
    fail 'the stack did not come up; above stands what its containers said. Known failures: docs/DEPLOYMENT.md, Troubleshooting'
  fi
  stack_health
  welcome
}

# What those that ended or are not well said last. A reason has lines of its own.
explain() {
  local id name
  for id in $(compose ps --all --quiet); do
    case "$(state_of "$id")" in running/healthy | running/ | exited/0) continue ;; esac
    name=$(docker inspect --format '{{.Name}}' "$id")
    echo "--- ${name#/}: $(state_of "$id")" >&2
    docker logs --tail 15 "$id" 2>&1 | sed 's/^{.*"reason":"\(.*\)"}$/\1/; s/\\n/\n/g; s/\\"/"/g' >&2
  done
}

# running/healthy, running/starting, exited/1 …
state_of() {
  docker inspect --format '{{.State.Status}}/{{if eq .State.Status "exited"}}{{.State.ExitCode}}{{else if .State.Health}}{{.State.Health.Status}}{{end}}' "$1"
}

stack_health() {
  local id name state well=true
  local ids
  ids=$(compose ps --all --quiet)
  [ -n "$ids" ] || fail 'nothing runs: start it with docker/run.sh up'
  for id in $ids; do
    name=$(docker inspect --format '{{.Name}}' "$id")
    state=$(state_of "$id")
    case "$state" in
      running/healthy | exited/0) mark=ok ;;
      *) mark=!! well=false ;;
    esac
    printf '%-3s %-28s %-18s %s\n' "$mark" "${name#/}" "$state" "$(docker inspect --format 'restarts {{.RestartCount}}' "$id")"
  done
  [ "$well" = true ] || return 1
}

welcome() {
  local file
  file=$(compose exec -T backend cat /app/data/first-run.json 2>/dev/null || true)
  echo
  echo "API       $(from_env PUBLIC_URL "http://localhost:$(from_env BACKEND_PORT 8001)")/docs"
  if [ -n "$file" ]; then
    echo "Owner     $(echo "$file" | sed -n 's/.*"email": "\(.*\)",/\1/p'), with password, API token and hook URL in .data/compose/first-run.json"
    echo '          see it with: docker compose exec backend cat /app/data/first-run.json   (note it, then delete the file)'
  fi
}

stack_clean() {
  confirm "This removes the containers, the image and all data of the stack: alerts, orders, positions."
  compose --profile prod --profile backup down --volumes --remove-orphans --rmi local
  echo 'Gone. What lies in .data, logs, models, cache, backups and secrets is left.'
}
