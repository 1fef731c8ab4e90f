#!/bin/sh
# What takes too long for `make test`: `kill -9` of the store and of the ledger 200 times each, 20 crashes of PostgreSQL, the rotation
# of 100,000 rows under kills, changes and backups killed at each of their moments, and the tests tagged `soak`, among them
# testssl.sh as a second oracle for versions and suites.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
cd "$root"
scripts/setup.sh

find . -path '*/target/surefire-reports/*' -delete
status=0
soak() {
    echo "$1 …"
    shift
    start=$(date +%s)
    scripts/mvn.sh -q -Dsurefire.failIfNoSpecifiedTests=false "$@" test </dev/null || status=$?
    echo "took $(($(date +%s) - start)) s"
}

soak 'store: kill -9, crashes, rotation' -pl store -am -Dtest='SurvivalTest,KeyRotationTest' -Dredoubt.soak=true
soak 'ledger: kill -9, power cuts' -pl ledger -am -Dtest='KillTest,PowerCutTest' -Dredoubt.kills=200
soak 'changes, instance and backup: kill -9' -pl assembly -am -Dtest='Killed*Test,InstanceTest'

oracle=
for name in testssl testssl.sh; do
    oracle=${oracle:-$(command -v "$name" || true)}
done
if [ -n "$oracle" ]; then
    soak 'tests tagged soak, with testssl.sh' -Dredoubt.groups=soak -Dredoubt.excluded-groups=
else
    echo "skipped: TestsslOracleTest: testssl.sh is missing; sudo apt-get install testssl.sh"
    soak 'other tests tagged soak' -Dredoubt.groups=soak -Dredoubt.excluded-groups= -Dtest='!TestsslOracleTest'
fi
scripts/summary.sh || status=1
exit "$status"
