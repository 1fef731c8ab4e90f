#!/bin/sh
# Runs every *Bench of the module bench, times whole processes from a cold start, and compares the edge with nginx and
# HAProxy. Prints what it ran on.
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

printf '\n== cold start, whole process\n'
bench/cold-start.sh

printf '\n== first answer of up\n'
bench/first-answer.sh

printf '\n== the edge, nginx and HAProxy\n'
bench/edge.sh
