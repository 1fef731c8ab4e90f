#!/bin/sh
# Maven with the JDK that the launcher would take.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
# shellcheck source=scripts/jdk.sh
. "$root/scripts/jdk.sh"
status=0
find_jdk || status=$?
if [ "$status" -ne 0 ]; then
    explain_missing_jdk "$status" >&2
    exit 1
fi
JAVA_HOME=$java_home
export JAVA_HOME
cd "$root"
exec mvn -B -ntp "$@"
