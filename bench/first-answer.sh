#!/bin/bash
# first-answer.sh [RUNS]: from the start of `redoubt up` to the first answered HTTPS request, in milliseconds: each run on
# a data directory that is there already, then the median. Needs python3; listens on loopback.
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
runs=${1:-7}
place=$(mktemp -d)
service=
end() {
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

# It is there before what it measures, and stays: starting clients again and again would take the processor from that.
cat >"$place/client.py" <<'EOF'
import signal, socket, ssl, subprocess, sys, time

port, log, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE

def answered():
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as client:
                client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                return client.recv(4096).startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False

with open(log, "w") as out:
    begun = time.monotonic()
    up = subprocess.Popen(command, stdout=out, stderr=out)
while not answered() and up.poll() is None and time.monotonic() - begun < 60:
    time.sleep(0.005)
took = time.monotonic() - begun
while up.poll() is None and "posture" not in open(log).read():
    time.sleep(0.05)
up.send_signal(signal.SIGTERM)
if up.wait() != 0:
    sys.exit(open(log).read())
print(round(took * 1000))
EOF

once() {
    python3 "$place/client.py" "$https" "$place/log" \
        "$root/redoubt" up --policy "$place/shop.yaml" --data "$place/data" --key-file "$place/root.key"
}

once >/dev/null # makes the data directory
for ((i = 0; i < runs; i++)); do once; done >"$place/times"
sort -n "$place/times" | tr '\n' ' '
sort -n "$place/times" | awk '{ t[NR] = $1 } END { print "median " t[int((NR + 1) / 2)] " ms of " NR }'
