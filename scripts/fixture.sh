#!/bin/sh
# Keeps a whole data directory of this release for the acceptance tests: scripts/fixture.sh VERSION
# Its root key is for tests only, and is named so.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
version=${1:?"usage: scripts/fixture.sh VERSION"}
kept=$root/acceptance/src/test/resources/fixtures/$version
[ ! -e "$kept" ] || { echo "error: $kept is there already" >&2; exit 1; }
# The policy names its key by a path, so it is the same wherever this runs.
work=/tmp/redoubt-fixture
mkdir -m 700 "$work"
trap 'rm -rf "$work"' EXIT
cd "$work"

redoubt() { "$root/redoubt" "$@" --policy redoubt.yaml --data data --key-file root.key; }

cat >redoubt.yaml <<'POLICY'
redoubt: 1
service: shop
tls:
  mode: enforce
  certificates:
    - { names: [shop.example.com], from: files, key: /tmp/redoubt-fixture/site.key }
POLICY
echo 'a private key' >site.key
chmod 644 site.key
redoubt init
redoubt policy activate
redoubt check --only tls || true
change=$(redoubt plan | sed -n 's/^\(chg_[a-z0-9]*\).*/\1/p' | head -n 1)
redoubt apply "$change"
redoubt confirm "$change"
redoubt check --only tls || true
redoubt key rotate
redoubt ledger verify
redoubt store verify

mkdir -p "$kept"
mv root.key "$kept/TEST-ONLY-root.key"
mv redoubt.yaml "$kept/"
rm -rf data/lock data/run
mv data "$kept/data"
find "$kept" -type d -exec chmod 755 {} +
find "$kept" -type f -exec chmod 644 {} +
du -sh "$kept"
