#!/usr/bin/env bash
# Builds the image with what it is made of written on it, and looks at what came out.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'END'
Usage: docker/build.sh [--tag TAG] [--latest] [--no-cache]

  --tag       the tag (the short name of the commit, with "-dirty" when there are changes)
  --latest    tag it "latest" too
  --no-cache  build every layer anew

Afterwards the image is looked at: its user, its health check, its size, and that there is no secret, source, test or build tool in it.
The last line is the name of the image. BACKEND_IMAGE names it (tradingbot/backend).
END
}

fail() {
  echo "build: $1" >&2
  exit 1
}

tag='' latest=false cache=()
while [ $# -gt 0 ]; do
  case "$1" in
    --tag) tag=${2:?--tag takes a tag}; shift 2 ;;
    --latest) latest=true; shift ;;
    --no-cache) cache=(--no-cache); shift ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "unknown option \"$1\"" ;;
  esac
done
docker info >/dev/null 2>&1 || fail 'no Docker daemon answers: start it, or see whether you may use it (docker info)'

revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
if [ -z "$tag" ]; then
  tag=$(git rev-parse --short=12 HEAD 2>/dev/null || echo dev)
  [ -z "$(git status --porcelain 2>/dev/null)" ] || tag=$tag-dirty
fi
image=${BACKEND_IMAGE:-tradingbot/backend}:$tag
version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' package.json)

docker build "${cache[@]}" --tag "$image" \
  --build-arg "BUILD_DATE=$(date -u +%Y-%m-%dT%H:%M:%SZ)" --build-arg "VCS_REF=$revision" --build-arg "VERSION=$version" .

# --- What came out --------------------------------------------------------------------------------------------------------------
inspect() { docker image inspect --format "$1" "$image"; }
inside() { docker run --rm --network none --read-only --entrypoint sh "$image" -c "$1"; }

[ "$(inspect '{{.Config.User}}')" = node ] || fail "the image runs as \"$(inspect '{{.Config.User}}')\", not as node"
[ "$(inspect '{{len .Config.Healthcheck.Test}}')" -gt 0 ] || fail 'the image has no health check'
[ "$(inspect '{{index .Config.Labels "org.opencontainers.image.revision"}}')" = "$revision" ] || fail 'the image does not say its revision'

base=$(sed -n 's/^FROM \(.*\) AS runtime$/\1/p' Dockerfile)
megabytes() { echo "$(($1 / 1000000)) MB"; }
size=$(inspect '{{.Size}}')
added=$((size - $(docker image inspect --format '{{.Size}}' "$base")))
[ "$added" -lt 120000000 ] || fail "the image adds $(megabytes "$added") to $base, more than 120 MB"

tools=$(inside 'for tool in npm npx yarn corepack tsc esbuild git gcc make python3 curl wget; do command -v "$tool"; done; true')
[ -z "$tools" ] || fail "the image holds tools that it should not: $tools"
strangers=$(inside 'find /app -name "*.ts" -o -name "*.test.*" -o -name ".env*" -o -name node_modules -o -name ".git"')
[ -z "$strangers" ] || fail "the image holds files that it should not: $strangers"
# Tokens of ours, private keys, and passwords in addresses. What layers hide from the file system stands in their archive all the same.
secrets=$(docker save "$image" | tar -xO --wildcards '*layer.tar' 'blobs/sha256/*' 2>/dev/null |
  grep -aoE '\b(hk|tbt)_[A-Za-z0-9_-]{43}\b|postgres(ql)?://[a-z_]+:[0-9a-f]{32,}@' | sort -u | head -3 || true)
[ -z "$secrets" ] || fail 'a layer of the image holds something that looks like a secret of ours'
history=$(docker history --no-trunc --format '{{.CreatedBy}}' "$image" | grep -iE '(password|secret|token)=[^ $]' || true)
[ -z "$history" ] || fail "the history of the image names a secret: $history"

[ "$latest" = false ] || docker tag "$image" "${image%:*}:latest"
echo "user node, health check, $(megabytes "$size") in all, $(megabytes "$added") above $base, no build tool, source or secret"
echo "$image"
