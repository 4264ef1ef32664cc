#!/bin/sh
# Healthy: nginx answers, and the list of replicas was looked at within the last ten seconds.
set -eu
wget -q -O /dev/null http://127.0.0.1:8080/nginx-health
[ $(($(date +%s) - $(stat -c %Y /tmp/nginx/watched))) -lt 10 ]
