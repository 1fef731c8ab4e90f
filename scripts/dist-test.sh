#!/bin/sh
# Unpacks the tarball of dist/ and runs it as on a machine that has no JDK: no JAVA_HOME, nothing on the PATH.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
place=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$place"' EXIT
fail() {
    echo "FAIL $*" >&2
    exit 1
}

(cd "$root/dist" && sha256sum --quiet --check SHA256SUMS) || fail "a checksum of dist/ is wrong"
mkdir "$place/opt" "$place/work"
tar -xzf "$root"/dist/redoubt-*.tar.gz -C "$place/opt" --strip-components=1
cd "$place/work"
bare() { env -i PATH=/nonexistent HOME="$place" "$place/opt/bin/redoubt" "$@"; }

version=$(bare --version 2>&1) || fail "--version: $version"
case $version in
redoubt\ [0-9]*) ;;
*) fail "--version printed: $version" ;;
esac

# The AOT cache holds where the release was unpacked, elsewhere than where it was made: an error, were it not so.
env -i PATH=/nonexistent REDOUBT_JAVA_OPTS='-XX:AOTMode=on' "$place/opt/bin/redoubt" --version >/dev/null ||
    fail "the AOT cache does not hold after unpacking"

ln -s "$place/opt/bin/redoubt" "$place/redoubt"
[ "$(env -i PATH=/usr/bin:/bin "$place/redoubt" --version)" = "$version" ] || fail "through a symbolic link"

if bare check --help >/dev/null 2>&1; then
    # shellcheck source=scripts/tls-server.sh
    . "$root/scripts/tls-server.sh"
    start_tls_server "$place/work"
    status=0
    bare check "https://127.0.0.1:$port" --trust root.pem --format json >report.json 2>errors.txt || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 1 ] || fail "check ended with $status: $(cat report.json errors.txt)"
    grep -q '"tls.minimum-version"' report.json || fail "check told nothing of tls.minimum-version: $(cat report.json)"
else
    echo "skipped: check from the release: this redoubt has no check"
fi
# What needs native libraries of the one platform: SQLite, zstd, Ed25519.
foreign=$(grep -la -e native/Windows/x86 -e win/amd64/libzstd -e native/Linux-Musl/ "$place"/opt/lib/*.jar || true)
[ -z "$foreign" ] || fail "native libraries of other platforms in $foreign"
mkdir "$place/home" "$place/shelf"
cd "$place/home"
remembers() {
    what=$1
    shift
    status=0
    bare "$@" >"$place/output" 2>&1 || status=$?
    # 1: something that was measured deviates; 3: something could not be told, as before the first check.
    case $status in
    0 | 1 | 3) ;;
    *) fail "$what ended with $status: $(cat "$place/output")" ;;
    esac
}
age-keygen -o "$place/backup.key" 2>/dev/null
remembers init init --data "$place/data" --key-file "$place/root.key"
remembers check check --data "$place/data" --key-file "$place/root.key"
remembers status status --data "$place/data" --key-file "$place/root.key"
grep -q 'of evidence' "$place/output" || fail "status tells of no evidence: $(cat "$place/output")"
remembers 'backup create' backup create "$place/shelf" --recipient "$(age-keygen -y "$place/backup.key")" \
    --data "$place/data" --key-file "$place/root.key"
ls "$place"/shelf/*.tar.zst.age >/dev/null 2>&1 || fail "backup create left no backup"
echo "ok   $version runs without a JDK"
