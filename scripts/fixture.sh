#!/bin/sh
# Keeps the data directory of the version in the POM for the tests of it and of all later ones, in place of the one that is
# kept of that version. A version that was tagged is kept as it was. The root key is for tests only, and is named so.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$root/pom.xml")
kept=$root/acceptance/src/test/resources/fixtures/$version
if [ -n "$(git -C "$root" tag --list "v$version" "$version")" ]; then
    echo "error: $version is released, and its fixture stays as it is" >&2
    exit 1
fi
# The policy names its key by a path, so it is the same wherever this runs.
work=/tmp/redoubt-fixture
mkdir -m 700 "$work"
up=
end() {
    [ -z "$up" ] || kill "$up" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM
cd "$work"

redoubt() { "$root/redoubt" "$@" --policy redoubt.yaml --data data --key-file root.key; }
# What fails on this machine is recorded, and is no failure of this script.
look() { redoubt check --only tls || [ $? -ne 2 ]; }

cat >redoubt.yaml <<'POLICY'
redoubt: 1
service: shop
tls:
  mode: enforce
  certificates:
    - { names: [shop.example.com], from: files, key: /tmp/redoubt-fixture/site.key }
    - { names: [db.internal], from: internal }
POLICY
echo 'a private key' >site.key
chmod 644 site.key
# A name of its own, and not that of this machine.
mkdir -m 700 data data/ledger
echo web-1 >data/ledger/node
look
redoubt policy activate
look
change=$(redoubt plan | sed -n 's/^\(chg_[a-z0-9]*\).*/\1/p' | head -n 1)
redoubt apply "$change"
redoubt confirm "$change"
look
redoubt cert renew
redoubt key rotate
redoubt key rotate --root
age-keygen -o backup.key 2>/dev/null
mkdir cold
redoubt backup create cold --recipient "$(age-keygen -y backup.key)"
look
redoubt backup restore cold/*.age --identity backup.key --replace --acknowledge-rollback
# Jobs are made by who does them.
"$root/redoubt" up --policy redoubt.yaml --data data --key-file root.key >up.log 2>&1 &
up=$!
waited=0
until grep -q 'assessed from now on' up.log; do
    waited=$((waited + 1))
    if [ "$waited" -gt 60 ] || ! kill -0 "$up" 2>/dev/null; then
        cat up.log >&2
        exit 1
    fi
    sleep 1
done
kill "$up"
wait "$up"
up=
look
redoubt ledger verify
redoubt store verify

rm -rf "$kept" data/lock data/run data/log
mkdir -p "$kept"
mv root.key "$kept/TEST-ONLY-root.key"
mv redoubt.yaml data "$kept/"

rm -rf "$root/store/src/test/resources/fixtures/$version"
"$root/scripts/mvn.sh" -q -pl store -am test -Dtest='FixtureTest#make*' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dredoubt.fixture="$version" </dev/null
for fixtures in "$kept" "$root/store/src/test/resources/fixtures/$version"; do
    find "$fixtures" -type d -exec chmod 755 {} +
    find "$fixtures" -type f -exec chmod 644 {} +
    du -sh "$fixtures"
done
