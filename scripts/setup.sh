#!/bin/sh
# Installs the Debian packages of packages.txt that are missing; without root it prints the line that would, and fails.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)

# Debian's servers are in sbin, which is not on everyone's PATH.
PATH=$PATH:/usr/sbin:/sbin
missing=
while read -r package command; do
    case $package in '' | '#'*) continue ;; esac
    # shellcheck disable=SC2086 # a pattern
    case $command in
    /*) found=$(ls -d $command 2>/dev/null) || found= ;;
    *) found=$(command -v "$command") || found= ;;
    esac
    [ -n "$found" ] || missing="$missing $package"
done <"$root/scripts/packages.txt"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "error: packages that the tests need are missing" >&2
    echo "hint: sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
# Servers are started by the tests, on loopback; a package's own start would take the well-known ports.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
apt-get update -qq
# shellcheck disable=SC2086 # a list of words
apt-get install -y -qq --no-install-recommends $missing >/dev/null
