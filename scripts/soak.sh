#!/bin/sh
# What takes too long for `make test`: the tests tagged `soak`, among them testssl.sh as a second oracle for versions and suites.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
cd "$root"

oracle=
for name in testssl testssl.sh; do
    oracle=${oracle:-$(command -v "$name" || true)}
done
if [ -z "$oracle" ]; then
    echo "error: testssl.sh, the oracle of these tests, is missing" >&2
    echo "hint: sudo apt-get install testssl.sh" >&2
    exit 1
fi
tests=$(git grep -l '@Tag("soak")' -- '*.java' || true)
if [ -z "$tests" ]; then
    echo "0 passed, 0 failed: there is no test with @Tag(\"soak\") yet"
    exit 0
fi
echo "running, against servers on loopback:"
echo "$tests"
find . -path '*/target/surefire-reports/*' -delete
status=0
scripts/mvn.sh -Dredoubt.groups=soak -Dredoubt.excluded-groups= -Dsurefire.failIfNoSpecifiedTests=false test </dev/null || status=$?
scripts/summary.sh || status=1
exit "$status"
