#!/bin/sh
# Builds what the launcher runs: build.sh JAVA_HOME. Nothing is replaced before all of it is there; of two at once, one waits.
#
# target/app/NAME/lib   the jars, jvm.options and the AOT cache of one build
# target/app/NAME/server  the jars that only the core process needs beside them
# target/app/current    NAME of the newest; its time is that of the build's start, so that an edit during the build counts
set -eu

JAVA_HOME=$1
export JAVA_HOME
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
apps=$root/target/app
log=$apps/build.log
# shellcheck source=scripts/built.sh
. "$root/scripts/built.sh"

if ! command -v mvn >/dev/null; then
    echo "error: mvn not found, and this checkout has to be built" >&2
    echo "hint: apt-get install maven, or use a release: it needs neither Maven nor a JDK" >&2
    exit 3
fi

# Where there is no flock (macOS), two first runs at once are not kept apart.
mkdir -p "$apps"
exec 9>"$apps/lock"
if command -v flock >/dev/null && ! flock -n 9; then
    echo "waiting for another build of redoubt …" >&2
    flock 9
fi
if is_built "$root"; then exit 0; fi

if [ -f "$apps/current" ]; then reason='a source file is newer'; else reason='first run, about a minute'; fi
echo "building redoubt ($reason) …" >&2

name=$(date +%Y%m%d%H%M%S)-$$
new=$apps/$name
trap 'rm -rf "$new" "$apps/current.new"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$new"
echo "$name" >"$apps/current.new"

# So that a jar of a dependency that was dropped does not stay behind.
rm -rf "$root/cli/target/lib" "$root/server/target/server"
if ! (cd "$root" && mvn -B -T 2 -pl cli,server,examples/service -am -Dmaven.test.skip=true package) >"$log" 2>&1 </dev/null 9>&-; then
    grep -E '^\[ERROR\]' "$log" | head -n 20 >&2 || true
    echo "error: the build failed" >&2
    echo "hint: the whole log is in $log" >&2
    exit 3
fi
"$root/scripts/assemble.sh" "$root" "$JAVA_HOME" "$new" >>"$log" 2>&1 </dev/null 9>&- || {
    tail -n 20 "$log" >&2
    echo "error: the build failed" >&2
    echo "hint: the whole log is in $log" >&2
    exit 3
}

previous=$(cat "$apps/current" 2>/dev/null) || previous=
mv "$apps/current.new" "$apps/current"
trap - EXIT

# A process may still run from the one before; older ones go.
for old in "$apps"/*-*; do
    case ${old##*/} in
    "$name" | "$previous") ;;
    *) rm -rf "$old" ;;
    esac
done
