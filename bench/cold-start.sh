#!/bin/sh
# Times whole processes of ./redoubt from a cold start, the median of 7 each: a policy is checked, a sound endpoint on
# loopback, and the status of a long history is told. It has to be built before; scripts/bench.sh does both.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
cd "$root"
PATH=$PATH:/usr/sbin:/sbin
runs='1 2 3 4 5 6 7'

place=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$place"' EXIT
trap 'exit 130' INT TERM

# Milliseconds of the whole process; the status is part of the result.
cold() {
    label=$1
    shift
    : >"$place/times"
    for _ in $runs; do
        status=0
        start=$(date +%s%N)
        "$@" >"$place/output" 2>&1 || status=$?
        echo $((($(date +%s%N) - start) / 1000000)) >>"$place/times"
    done
    sort -n "$place/times" >"$place/sorted"
    echo "$label: median $(sed -n 4p "$place/sorted") ms, min $(head -n 1 "$place/sorted") ms, max $(tail -n 1 "$place/sorted") ms, status $status"
}

# Starts nginx on a free port of loopback, and sets `server` to its process id and `port`.
start_nginx() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 60 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -keyout "$place/key.pem" -out "$place/root.pem" 2>/dev/null
    for port in 18443 18444 18445 18446 18447; do
        cat >"$place/nginx.conf" <<CONFIGURATION
daemon off;
master_process off;
pid nginx.pid;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen 127.0.0.1:$port ssl;
    server_tokens off;
    ssl_certificate root.pem;
    ssl_certificate_key key.pem;
    ssl_protocols TLSv1.3;
    add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
    add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'" always;
    add_header X-Content-Type-Options nosniff always;
    add_header Referrer-Policy no-referrer always;
    location / { default_type text/html; return 200 hello; }
  }
}
CONFIGURATION
        nginx -p "$place" -c "$place/nginx.conf" -e stderr >"$place/server.log" 2>&1 &
        server=$!
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            kill -0 "$server" 2>/dev/null || break
            if openssl s_client -connect "127.0.0.1:$port" </dev/null >/dev/null 2>&1; then
                return 0
            fi
            sleep 0.1
        done
        kill "$server" 2>/dev/null || true
    done
    echo "error: nginx did not start" >&2
    cat "$place/server.log" >&2
    return 1
}

cold '--version' ./redoubt --version
cold 'policy check of examples/shop' ./redoubt policy check --policy examples/shop/redoubt.yaml
start_nginx
cold 'check of one endpoint on loopback' ./redoubt check "https://localhost:$port" --trust "$place/root.pem"

# `status` over the history of StatusBench, which has to be built too.
if [ -r bench/target/run.classpath ]; then
    # shellcheck source=scripts/jdk.sh
    . scripts/jdk.sh
    find_jdk
    "$java_home/bin/java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \
        -cp "bench/target/classes:$(cat bench/target/run.classpath)" io.redoubt.bench.StatusBench "$place/history"
    cold 'status over 10,000 controls and subjects' ./redoubt status --policy "$place/history/redoubt.yaml" \
        --data "$place/history/data" --key-file "$place/history/root.key"
fi
