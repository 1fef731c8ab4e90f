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

step "format, compile, test (JDK $version in $java_home)"
find . -path '*/target/surefire-reports/*' -delete
maven=0
mvn -B -ntp -T 2 spotless:check verify </dev/null || maven=$?

step 'the release'
release=0
[ "$maven" -ne 0 ] || { scripts/dist.sh && scripts/dist-test.sh; } || release=$?

scripts/summary.sh || maven=1
[ "$maven" -eq 0 ] && [ "$release" -eq 0 ]
