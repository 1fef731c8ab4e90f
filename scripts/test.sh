#!/bin/sh
# All that `make test` runs. Whatever is skipped is named at the end, with its reason.
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
JAVA_HOME=$java_home
PATH=$PATH:/usr/sbin:/sbin
export JAVA_HOME PATH

step() { printf '\n== %s\n' "$*"; }

step packages
scripts/setup.sh

step scripts
# shellcheck disable=SC2046 # names without blanks
shellcheck -x redoubt .ci/run $(git ls-files '*.sh')
scripts/tree-test.sh
scripts/launcher-test.sh

step format
format=0
mvn -B -ntp -q -T 2 spotless:check </dev/null || format=$?

step "compile and test (JDK $java_version in $java_home)"
find . -path '*/target/surefire-reports/*' -delete
maven=0
mvn -B -ntp -T 2 --fail-at-end verify </dev/null || maven=$?

step release
release=1
if [ "$maven" -eq 0 ]; then
    release=0
    { scripts/dist.sh && scripts/dist-test.sh && scripts/unit-test.sh; } || release=$?
else
    echo "skipped: the release is made from what passed"
fi

step summary
[ "$maven" -eq 0 ] || echo "failed: to compile, or tests; see the lines with [ERROR]"
[ "$format" -eq 0 ] || echo "failed: the format; make fmt mends it"
[ "$release" -eq 0 ] || echo "failed: the release"
scripts/summary.sh || maven=1
[ "$format" -eq 0 ] && [ "$maven" -eq 0 ] && [ "$release" -eq 0 ]
