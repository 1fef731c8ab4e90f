#!/bin/sh
# Runs every *Bench of the module bench, then times whole processes from a cold start. Prints what it ran on.
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
./redoubt --version
echo "$(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), JDK $java_version, load $(cut -d ' ' -f 1 /proc/loadavg)"

scripts/mvn.sh -q -pl bench -am -Dmaven.test.skip=true package dependency:build-classpath -Dmdep.outputFile=target/run.classpath
for source in $(git ls-files 'bench/src/main/java/*Bench.java'); do
    class=$(echo "$source" | sed 's:.*src/main/java/::; s:\.java$::; y:/:.:')
    printf '\n== %s\n' "$class"
    "$java_home/bin/java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \
        -cp "bench/target/classes:$(cat bench/target/run.classpath)" "$class"
done

place=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$place"' EXIT

# Milliseconds of the whole process, the median of 21; the status is part of the result.
cold() {
    label=$1
    shift
    : >"$place/times"
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do
        status=0
        start=$(date +%s%N)
        "$@" >/dev/null 2>&1 || status=$?
        echo $((($(date +%s%N) - start) / 1000000)) >>"$place/times"
    done
    echo "$label: $(sort -n "$place/times" | sed -n 11p) ms (fastest $(sort -n "$place/times" | head -n 1), slowest $(sort -n "$place/times" | tail -n 1)), status $status"
}
printf '\n== cold start, whole process\n'
cold '--version' ./redoubt --version
policy=$(git ls-files 'examples/*redoubt.yaml' | head -n 1)
[ -z "$policy" ] || cold "policy check --policy $policy" ./redoubt policy check --policy "$policy"

# shellcheck source=scripts/tls-server.sh
. scripts/tls-server.sh
start_tls_server "$place"
cold 'check of one endpoint on loopback' ./redoubt check "https://127.0.0.1:$port" --trust "$place/root.pem"
