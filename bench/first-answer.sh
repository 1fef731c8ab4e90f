#!/bin/bash
# first-answer.sh [RUNS]: from the start of `redoubt up` to the first answered HTTPS request, in milliseconds: each run on
# a data directory that is there already, then the median. Needs curl and python3; listens on loopback.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
runs=${1:-7}
place=$(mktemp -d)
up=
service=
stop() {
    if [ -n "$up" ]; then
        kill "$up" 2>/dev/null || true
        wait "$up" || true
        up=
    fi
}
end() {
    stop
    if [ -n "$service" ]; then kill "$service" 2>/dev/null || true; fi
    rm -rf "$place"
}
trap end EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
https=$(free_port)
http=$(free_port)
shop=$(free_port)
mkdir "$place/www"
echo page >"$place/www/index.html"
python3 -m http.server "$shop" --bind 127.0.0.1 --directory "$place/www" >/dev/null 2>&1 &
service=$!
cat >"$place/shop.yaml" <<EOF
redoubt: 1
service: first-answer
tls: { mode: enforce, certificates: [{ names: [localhost], from: internal }] }
edge:
  listen: { on: loopback, https: $https, http: $http }
  routes: [{ host: localhost, path: /, to: shop, access: anyone }]
  upstreams: { shop: { servers: ["http://127.0.0.1:$shop"] } }
EOF
"$root/redoubt" --version >/dev/null

once() {
    local begun=${EPOCHREALTIME/./}
    "$root/redoubt" up --policy "$place/shop.yaml" --data "$place/data" --key-file "$place/root.key" >"$place/log" 2>&1 &
    up=$!
    # Cheaper than a client that is started again and again beside what is measured.
    until (exec 3<>"/dev/tcp/127.0.0.1/$https") 2>/dev/null; do sleep 0.02; done
    until [ "$(curl -sk --max-time 5 -o /dev/null -w '%{http_code}' "https://localhost:$https/")" = 200 ]; do
        if ! kill -0 "$up" 2>/dev/null; then
            cat "$place/log" >&2
            exit 1
        fi
        sleep 0.01
    done
    local answered=${EPOCHREALTIME/./}
    echo $(((answered - begun) / 1000))
    until grep -q posture "$place/log"; do sleep 0.05; done
    stop
}

once >/dev/null # makes the data directory
for ((i = 0; i < runs; i++)); do once; done >"$place/times"
sort -n "$place/times" | tr '\n' ' '
sort -n "$place/times" | awk '{ t[NR] = $1 } END { print "median " t[int((NR + 1) / 2)] " ms of " NR }'
