#!/bin/sh
# Prepares /tmp/nginx, keeps the list of replicas fresh, and becomes nginx.
set -eu
here=/etc/nginx/tradingbot

fail() {
  echo "nginx: $1" >&2
  exit 1
}

for file in fullchain.pem privkey.pem; do
  [ -r "/etc/nginx/tls/$file" ] ||
    fail "cannot read the certificate file $file: make a pair with docker/secrets.sh, or see TLS in docs/DEPLOYMENT.md"
done

mkdir -p /tmp/nginx
rm -f /tmp/nginx/away.sock

# TradingView's four addresses: https://www.tradingview.com/support/solutions/43000529348
case "$WEBHOOK_SENDERS" in
  any) senders='' otherwise=1 ;;
  tradingview) senders='52.89.214.238 34.212.75.30 54.218.53.128 52.32.178.7' otherwise=0 ;;
  *[!0-9./\ ,]* | '') fail "WEBHOOK_SENDERS is \"$WEBHOOK_SENDERS\": it takes any, tradingview, or addresses such as 203.0.113.7, 198.51.100.0/24" ;;
  *) senders=$(echo "$WEBHOOK_SENDERS" | tr ',' ' ') otherwise=0 ;;
esac
{
  echo "geo \$is_sender { default $otherwise;"
  for sender in $senders; do echo "  $sender 1;"; done
  echo '}'
} >/tmp/nginx/senders.conf

sh "$here/upstreams.sh" write || true
[ -f /tmp/nginx/upstreams.conf ] || sh "$here/upstreams.sh" none
sh "$here/upstreams.sh" watch &
exec nginx -c "$here/nginx.conf" -g 'daemon off;'
