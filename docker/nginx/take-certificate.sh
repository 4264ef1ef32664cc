#!/bin/sh
# Deploy hook of certbot: copies the new pair to where nginx finds it, and makes nginx read it. Certbot says in RENEWED_LINEAGE where
# the pair is; its own folder is closed to all but root.
set -eu
cd "$(dirname "$0")/../.."
from=${RENEWED_LINEAGE:?certbot sets it: call this as its --deploy-hook}
tls=docker/nginx/tls
mkdir -p "$tls"
for file in fullchain.pem privkey.pem; do
  install -m 444 "$from/$file" "$tls/.$file.new"
  mv "$tls/.$file.new" "$tls/$file"
done
chmod 700 "$tls"
chown 1000 "$tls"
docker compose exec -T nginx nginx -c /etc/nginx/tradingbot/nginx.conf -s reload
