#!/bin/sh
# The edge against nginx and HAProxy of Debian, one after the other in each round: RUNS interleaved rounds (7), each proxy on
# one core, the load and the upstream on the other. Prints medians with the interval of all rounds and the ratio to nginx (the
# median of the ratios of each round). SECONDS_EACH of load a measurement (3). Configurations are in bench/edge; the edge has the
# options that it ships with, scripts/edge.options, and is warm. A handshake is the same for all: P-256 certificate, X25519 (Debian's
# OpenSSL, which h2load and nginx use, knows no post-quantum group), TLS 1.3, no resumption, ALPN http/1.1.
#
# Needs: nginx, haproxy, wrk, h2load (nghttp2-client), openssl, two cores.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
cd "$root"
# shellcheck source=scripts/jdk.sh
. scripts/jdk.sh
status=0
find_jdk || status=$?
if [ "$status" -ne 0 ]; then
    explain_missing_jdk "$status" >&2
    exit 1
fi
PATH=$PATH:/usr/sbin:/sbin
RUNS=${RUNS:-7}
SECONDS_EACH=${SECONDS_EACH:-3}
UPSTREAM=18080
classpath=${EDGE_CLASSPATH:-edge/target/classes:$(cat bench/target/run.classpath 2>/dev/null || true)}

# The edge is started from the root, and its client from elsewhere.
edge_classpath=$(echo "$classpath" | sed "s|^edge/|$root/edge/|")

place=$(mktemp -d)
pids=
stop() {
    for pid in $pids; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$place"
}
trap stop EXIT
trap 'exit 130' INT TERM

mkdir -p "$place/www"
head -c 1024 /dev/zero | tr '\0' a >"$place/www/1k"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 60 -subj /CN=shop.example.com \
    -addext subjectAltName=DNS:shop.example.com,DNS:localhost -keyout "$place/key.pem" -out "$place/chain.pem" 2>/dev/null
cat "$place/chain.pem" "$place/key.pem" >"$place/haproxy.pem"
pem() { awk '{ printf "%s\\n", $0 }' "$1"; }
port() { case $1 in edge) echo 18441 ;; nginx) echo 18442 ;; haproxy) echo 18443 ;; esac }
for name in upstream.conf nginx.conf haproxy.cfg; do
    proxy=${name%%.*}
    sed "s/@UPSTREAM@/$UPSTREAM/; s/@PORT@/$(port "$proxy")/" "bench/edge/$name" >"$place/$name"
done
cat >"$place/snapshot.json" <<SNAPSHOT
{"format":1,"version":1,"mode":"enforce","listen":{"https":["127.0.0.1:$(port edge)"],"http":[]},
"certificates":[{"names":["shop.example.com","localhost"],"chain":"$(pem "$place/chain.pem")","key":"$(pem "$place/key.pem")","default":true}],
"routes":[{"host":"shop.example.com","path":"/","upstream":"app","access":"anyone"},{"host":"localhost","path":"/","upstream":"app","access":"anyone"}],
"upstreams":{"app":{"servers":["http://127.0.0.1:$UPSTREAM"]}},
"limits":{"connections_per_client":20000,"requests_per_second":100000000,"idle_ms":600000}}
SNAPSHOT
cd "$place"
# shellcheck disable=SC3045 # dash knows it
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
taskset -c 1 nginx -p "$place" -c upstream.conf -e stderr &
pids="$pids $!"
taskset -c 0 nginx -p "$place" -c nginx.conf -e stderr &
nginx_pid=$!
taskset -c 0 haproxy -f haproxy.cfg >haproxy.log 2>&1 &
haproxy_pid=$!
(cd "$root" && exec taskset -c 0 "$java_home/bin/java" @scripts/edge.options -cp "$classpath" \
    io.redoubt.edge.process.EdgeMain --snapshot "$place/snapshot.json" --threads 1 --access-log "$place/edge.log") &
edge_pid=$!
pids="$pids $nginx_pid $haproxy_pid $edge_pid"
for proxy in edge nginx haproxy; do
    for _ in $(seq 100); do
        curl -sk -o /dev/null --resolve "shop.example.com:$(port $proxy):127.0.0.1" "https://shop.example.com:$(port $proxy)/1k" && break
        sleep 0.1
    done
done
worker() { # the process that does the work
    case $1 in
        edge) echo "$edge_pid" ;;
        nginx) echo "$nginx_pid" ;;
        haproxy) echo "$haproxy_pid" ;;
    esac
}
ticks() { awk '{ print $14 + $15 }' "/proc/$(worker "$1")/stat"; }

h1() { # proxy connections seconds
    taskset -c 1 wrk -t1 -c"$2" -d"$3s" -H 'Host: localhost' "https://localhost:$(port "$1")/1k" 2>/dev/null | awk '/Requests\/sec/ { print $2 }'
}
h2() {
    timeout 60 taskset -c 1 h2load -t1 -c"$2" -m10 -n"${H2_REQUESTS:-30000}" "https://localhost:$(port "$1")/1k" 2>/dev/null | awk '/^finished/ { print $4 }'
}
handshakes() { # microseconds of CPU for each new connection with one request
    before=$(ticks "$1")
    done=$(timeout 60 taskset -c 1 h2load -t1 -n2000 -c2000 -r1000 --npn-list=http/1.1 "https://localhost:$(port "$1")/1k" 2>/dev/null | awk '/^requests:/ { print $6 }')
    after=$(ticks "$1")
    awk -v t=$((after - before)) -v n="${done:-0}" 'BEGIN { print (n > 0) ? t * 10000 / n : 0 }'
}
hybrid() { # group: microseconds of CPU of the edge for each new connection by BoringSSL, which knows both groups
    before=$(ticks edge)
    done=$(taskset -c 1 "$java_home/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "$edge_classpath" "$root/bench/edge/Handshakes.java" "$(port edge)" 3000 "$1" 2>/dev/null)
    after=$(ticks edge)
    awk -v t=$((after - before)) -v n="${done:-0}" 'BEGIN { print (n > 0) ? t * 10000 / n : 0 }'
}
rss() { awk '/VmRSS/ { print $2 / 1024 }' "/proc/$(worker "$1")/status"; }

echo "$(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), JDK $java_version, load $(cut -d ' ' -f 1 /proc/loadavg), $RUNS rounds of $SECONDS_EACH s"
# A process that has just begun compiles: its first 15,000 handshakes cost one and a half to four times as much.
for _ in 1 2 3; do h1 edge 64 4 >/dev/null; h2 edge 16 4 >/dev/null; done
for _ in $(seq "${WARM:-12}"); do handshakes edge >/dev/null; done

: >results
for round in $(seq "$RUNS"); do
    for proxy in edge nginx haproxy; do
        for connections in 64 256; do
            echo "h1-$connections $proxy $round $(h1 $proxy $connections "$SECONDS_EACH")" >>results
            echo "h2-$connections $proxy $round $(h2 $proxy $connections "$SECONDS_EACH")" >>results
        done
        echo "handshake-us $proxy $round $(handshakes $proxy)" >>results
    done
done
awk '
    function median(list, n,   i, j, t) {
        for (i = 1; i <= n; i++) for (j = i + 1; j <= n; j++) if (list[j] < list[i]) { t = list[i]; list[i] = list[j]; list[j] = t }
        return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
    }
    { value[$1, $2, $3] = $4; if ($3 > rounds) rounds = $3; if (!($1 in seen)) { seen[$1] = 1; order[++measures] = $1 } }
    END {
        split("edge nginx haproxy", proxies, " ")
        printf "%-14s %-8s %10s %24s %18s\n", "measure", "proxy", "median", "interval", "ratio to nginx"
        for (m = 1; m <= measures; m++) for (p = 1; p <= 3; p++) {
            n = 0; r = 0
            for (k = 1; k <= rounds; k++) {
                v = value[order[m], proxies[p], k]; base = value[order[m], "nginx", k]
                if (v > 0) all[++n] = v
                if (v > 0 && base > 0) ratio[++r] = v / base
            }
            if (n == 0) { printf "%-14s %-8s no result\n", order[m], proxies[p]; continue }
            middle = median(all, n); low = all[1]; high = all[n]; q = median(ratio, r)
            printf "%-14s %-8s %10.0f %11.0f .. %-10.0f %6.2f (%.2f..%.2f)\n", order[m], proxies[p], middle, low, high, q, ratio[1], ratio[r]
        }
    }' results

for _ in 1 2; do
    for group in X25519 X25519MLKEM768; do
        echo "handshake-us   edge     $(hybrid $group | awk '{ printf "%.0f", $1 }') with $group, by BoringSSL"
    done
done

if [ "${IDLE:-10000}" -gt 0 ]; then
    for proxy in edge nginx; do
        (exec taskset -c 1 "$java_home/bin/java" -Xmx2g -XX:+UseSerialGC "$root/bench/edge/IdleConnections.java" "$(port $proxy)" "${IDLE:-10000}") >idle.out 2>&1 &
        idle=$!
        pids="$pids $idle"
        for _ in $(seq 1200); do grep -q open idle.out 2>/dev/null && break; kill -0 "$idle" 2>/dev/null || break; sleep 0.1; done
        sleep 2
        echo "rss-idle       $proxy     $(rss $proxy) MB with $(cat idle.out)"
        kill "$idle" 2>/dev/null || true
        wait "$idle" 2>/dev/null || true
    done
fi
