#!/bin/sh
# What no tracked file may hold: a path of someone's machine, the host of a package registry, a private key. And what has to
# be there: the data directory of each release, and of the version in the POM.
set -eu
cd "$(dirname "$0")/.."

failed=0
# The brackets keep a pattern from matching the line that holds it.
refuse() {
    if git grep -n -I -E -e "$2"; then
        echo "FAIL a tracked file holds $1" >&2
        failed=1
    fi
}
refuse 'a path of a machine' '(^|[^A-Za-z0-9_.~$}])/([r]oot|[w]ork|[h]ome/[a-z]+|[U]sers/[A-Za-z]+)(/|[^A-Za-z0-9_/-]|$)'
refuse 'the host of a registry' '([r]epo1?\.maven|[d]eb\.debian|[r]egistry\.npmjs|[p]roxy\.golang|[f]iles\.pythonhosted)\.|[p]ypi\.org'
refuse 'a private key' '[B]EGIN ([A-Z]+ )?PRIVATE KEY-----$'

version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml)
for release in "$version" $(git tag --list | sed -n 's/^v\{0,1\}\([0-9][0-9.]*\)$/\1/p'); do
    for fixtures in acceptance store; do
        if [ -z "$(git ls-files "$fixtures/src/test/resources/fixtures/$release/*/store.db")" ]; then
            echo "FAIL $fixtures has no data directory of $release: scripts/fixture.sh makes that of $version" >&2
            failed=1
        fi
    done
done

[ "$failed" -eq 0 ] || exit 1
echo "ok   no tracked file holds a path of a machine, a registry host or a private key"
echo "ok   each release, and $version, has its data directory among the fixtures"
