#!/usr/bin/env bash
# Makes what production needs and is not there yet: secrets/, .env and a self-signed certificate. What is there stays as it is.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'END'
Usage: docker/secrets.sh [--url https://your.name] [--folder secrets]

  --url      where TradingView and people reach the service; goes into .env as PUBLIC_URL
  --folder   where the secrets lie (secrets)

Makes, where they are missing: the passwords of the database owner, of the service and of Redis, the webhook secret, the key that
protects the API keys of exchanges, .env from .env.docker, and a self-signed pair of a certificate in docker/nginx/tls to begin with. To change one, delete its file, run this
again, and follow "Changing a secret" in docs/DEPLOYMENT.md.
END
}

fail() {
  echo "secrets: $1" >&2
  exit 1
}

url='' folder=secrets
while [ $# -gt 0 ]; do
  case "$1" in
    --url) url=${2:?--url takes an address}; shift 2 ;;
    --folder) folder=${2:?--folder takes a folder}; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option \"$1\"" ;;
  esac
done
case "$url" in '' | https://*[!/] ) ;; *) fail "--url is \"$url\": it takes an https address without a slash at its end, such as https://bot.example.org" ;; esac
command -v openssl >/dev/null || fail 'openssl is needed (Debian: apt-get install openssl)'

# Nobody else on this host gets into the folder. The files in it are readable, because each container reads them as a user of its own.
mkdir -p "$folder"
chmod 700 "$folder"
for name in postgres_password database_password readonly_password redis_password webhook_secret encryption_key; do
  file=$folder/$name
  [ -s "$file" ] && continue
  openssl rand -hex 32 | tr -d '\n' >"$file"
  chmod 444 "$file"
  echo "made $file"
done
# Without encryption_key nothing that it protects can be opened again: keep a copy away from this host, and from the backups.
# Holds the one before while it is rotated (docs/keys.md), and is empty otherwise.
[ -e "$folder/encryption_key_previous" ] || { : >"$folder/encryption_key_previous"; chmod 444 "$folder/encryption_key_previous"; }

tls=docker/nginx/tls
mkdir -p "$tls" docker/nginx/acme
if ! [ -s "$tls/privkey.pem" ]; then
  name=${url#https://} name=${name%%[:/]*}
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj "/CN=${name:-localhost}" \
    -addext "subjectAltName=DNS:${name:-localhost},DNS:localhost,IP:127.0.0.1" \
    -keyout "$tls/privkey.pem" -out "$tls/fullchain.pem" 2>/dev/null
  chmod 700 "$tls"
  chmod 444 "$tls/privkey.pem" "$tls/fullchain.pem"
  # nginx runs as the user 1000 and has to get into the folder.
  [ "$(id -u)" != 0 ] || chown 1000 "$tls"
  echo "made $tls (self-signed, for ${name:-localhost}: TradingView takes only a real one)"
fi

[ -f .env ] || { cp .env.docker .env; chmod 600 .env; echo 'made .env from .env.docker'; }
set_in_env() {
  if grep -q "^#\? \?$1=" .env; then
    sed -i.before "s|^#\? \?$1=.*|$1=$2|" .env && rm -f .env.before
  else
    echo "$1=$2" >>.env
  fi
}
set_in_env COMPOSE_FILE docker-compose.yml:docker/compose.prod.yml
set_in_env COMPOSE_PROFILES prod
[ "$folder" = secrets ] || set_in_env SECRETS_FOLDER "$folder"
[ -z "$url" ] || set_in_env PUBLIC_URL "$url"
grep -q '^PUBLIC_URL=.' .env || echo 'PUBLIC_URL is not set yet: run this again with --url https://your.name, or edit .env'
