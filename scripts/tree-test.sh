#!/bin/sh
# What no tracked file may hold: a path of someone's machine, the host of a package registry, a private key.
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

[ "$failed" -eq 0 ] || exit 1
echo "ok   no tracked file holds a path of a machine, a registry host or a private key"
