# The production checklist, as far as a machine can go through it. Sourced by docker/run.sh.

problems=0
ok() { printf 'ok    %s\n' "$1"; }
warn() { printf 'warn  %s\n' "$1"; }
bad() {
  printf 'bad   %s\n' "$1"
  problems=$((problems + 1))
}

check() {
  [ "$prod" = true ] || fail 'check goes through the production checklist: add --prod'
  check_secrets
  check_certificate
  check_containers
  check_doors
  check_database
  check_backups
  check_host
  echo
  [ "$problems" -eq 0 ] || fail "$problems to put right"
  echo 'Nothing to put right here. What only people can check stands in docs/DEPLOYMENT.md.'
}

check_secrets() {
  local folder said
  folder=$(from_env SECRETS_FOLDER ./secrets)
  if [ "$(stat -c %a "$folder")" = 700 ]; then ok "$folder is closed to others"; else bad "$folder has mode $(stat -c %a "$folder"): chmod 700 $folder"; fi
  if [ "$(stat -c %a .env 2>/dev/null || echo none)" = 600 ]; then ok '.env is closed to others'; else bad '.env should be yours alone: chmod 600 .env'; fi
  if said=$(compose run --rm --no-deps -T preflight </dev/null 2>&1); then
    ok 'no secret is missing or known to everybody'
  else
    bad "the configuration is refused: $(echo "$said" | sed -n 's/.*"reason":"\(.*\)"}$/\1/p')"
  fi
  if compose exec -T backend test -f /app/data/first-run.json 2>/dev/null; then
    warn '.data/compose/first-run.json still holds the password of the owner: note it and delete the file'
  fi
}

check_certificate() {
  local file host
  file=$(from_env TLS_FOLDER ./docker/nginx/tls)/fullchain.pem
  host=$(from_env PUBLIC_URL '' | sed 's|^https://||; s|[:/].*||')
  if ! [ -r "$file" ]; then bad "cannot read $file"; return; fi
  if [ "$(openssl x509 -in "$file" -noout -issuer_hash)" = "$(openssl x509 -in "$file" -noout -subject_hash)" ]; then
    bad 'the certificate is self-signed: TradingView refuses it (TLS in docs/DEPLOYMENT.md)'
  else
    ok 'the certificate was issued by somebody'
  fi
  if openssl x509 -in "$file" -noout -checkhost "$host" | grep -q 'does match'; then ok "the certificate is for $host"; else bad "the certificate is not for $host"; fi
  if openssl x509 -in "$file" -noout -checkend 1209600 >/dev/null; then ok 'the certificate holds for more than 14 days'; else bad "the certificate ends on $(openssl x509 -in "$file" -noout -enddate | cut -d= -f2)"; fi
}

check_containers() {
  local id name published
  if stack_health >/dev/null 2>&1; then ok 'every container is healthy'; else bad 'not every container is healthy: docker/run.sh health'; fi
  [ "$(compose ps --quiet backend | wc -l)" -ge 2 ] && ok 'two replicas or more' || bad 'fewer than two replicas'
  for id in $(compose ps --quiet); do
    name=$(docker inspect --format '{{.Name}}' "$id")
    [ "$(docker inspect --format '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}' "$id")" = 'true [ALL] [no-new-privileges:true]' ] ||
      bad "${name#/} is not confined"
    case "$(docker inspect --format '{{.Config.User}}' "$id")" in '' | root | 0*) bad "${name#/} runs as root" ;; esac
  done
  published=$(compose ps --format '{{.Ports}}' | tr ',' '\n' | grep -e '->' | grep -v '127.0.0.1:' | sed 's/.*:\([0-9]*\)->.*/\1/' | sort -un | tr '\n' ' ')
  if [ "$published" = "$(printf '%s\n' "$(from_env HTTP_PORT 80)" "$(from_env HTTPS_PORT 443)" | sort -n | tr '\n' ' ')" ]; then
    ok "only ${published}are published beyond this machine"
  else
    bad "published beyond this machine: $published"
  fi
}

# Past the certificate, which may be self-signed still; that was told already.
status_of() { curl --silent --insecure --max-time 5 --output /dev/null --write-out '%{http_code}' "$@"; }

check_doors() {
  command -v curl >/dev/null || { warn 'no curl here: the doors were not tried'; return; }
  local https
  https=https://localhost:$(from_env HTTPS_PORT 443)
  [ "$(status_of "$https/api/v1/health/ready")" = 200 ] && ok 'the service is ready, over HTTPS' || bad 'the service is not ready over HTTPS'
  [ "$(status_of "http://localhost:$(from_env HTTP_PORT 80)/")" = 301 ] && ok 'HTTP leads to HTTPS' || bad 'HTTP does not lead to HTTPS'
  [ "$(status_of "$https/2015-03-31/functions/x/invocations")" = 404 ] && ok 'functions cannot be invoked by name' || bad 'functions can be invoked by name'
  [ "$(status_of "$https/api/v1/alerts")" = 401 ] && ok 'the API asks who is there' || bad 'the API answers strangers'
  curl --silent --insecure --max-time 5 --head "$https/docs" | grep -qi '^strict-transport-security' && ok 'HSTS is on' || bad 'HSTS is off'
}

check_database() {
  local rights
  rights=$(compose exec -T postgres psql --username=tradingbot --dbname=tradingbot --tuples-only --no-align --command="
    select rolsuper or rolcreatedb or rolcreaterole or has_schema_privilege(rolname, 'public', 'create') from pg_roles where rolname = 'tradingbot_app'" 2>/dev/null || true)
  if [ "$rights" = f ]; then ok 'the service may change rows and nothing else'; else bad 'the role tradingbot_app is missing, or may do too much'; fi
}

check_backups() {
  local newest
  newest=$(find "$(from_env BACKUP_FOLDER ./backups)" -name 'tradingbot-*.dump' -mmin -1560 -size +0 2>/dev/null | head -1)
  if [ -n "$newest" ]; then ok 'there is a backup of the last 26 hours'; else bad 'no backup of the last 26 hours: docker/run.sh backup, and the profile backup for every night'; fi
}

check_host() {
  local free
  free=$(df --output=pcent . | tail -1 | tr -dc 0-9)
  if [ "$free" -lt 80 ]; then ok "the disk is $free % full"; else bad "the disk is $free % full"; fi
  case "$(timedatectl show --property=NTPSynchronized --value 2>/dev/null || echo unknown)" in
    yes) ok 'the clock is kept right' ;;
    no) bad 'the clock is not synchronised: exchanges refuse orders with a wrong time' ;;
    *) warn 'whether the clock is synchronised could not be seen' ;;
  esac
}
