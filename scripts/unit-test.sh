#!/bin/sh
# Runs packaging/redoubt.service with the release of dist/, by a real systemd: in mount, process, network and other namespaces of its
# own, over this machine's files, which it can't change. Needs root. Nobody outside sees anything of it.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
skip() {
    echo "skipped: the systemd unit: $*"
    exit 0
}

if [ "${1:-}" = --inside ]; then
    place=$2
    over=$place/over
    mount --make-rprivate /
    mount -t tmpfs tmpfs "$place"
    mkdir "$place/upper" "$place/work" "$over"
    mount -t overlay overlay -o "lowerdir=/,upperdir=$place/upper,workdir=$place/work" "$over"
    mount -t proc proc "$over/proc"
    mount -t sysfs sysfs "$over/sys"
    mount -t tmpfs tmpfs "$over/sys/fs/cgroup"
    mkdir "$over/sys/fs/cgroup/systemd" "$over/sys/fs/cgroup/unified"
    if ! mount -t cgroup -o none,name=systemd,xattr cgroup "$over/sys/fs/cgroup/systemd"; then
        mount -t cgroup2 cgroup2 "$over/sys/fs/cgroup"
    else
        mount -t cgroup2 cgroup2 "$over/sys/fs/cgroup/unified"
    fi
    mount -t tmpfs -o mode=755 tmpfs "$over/run"
    mount -t tmpfs tmpfs "$over/tmp"
    mount -t tmpfs -o mode=755 tmpfs "$over/dev"
    for device in null zero full random urandom tty; do cp -a "/dev/$device" "$over/dev/"; done
    ln -s /proc/self/fd "$over/dev/fd"
    mkdir "$over/dev/shm" "$over/dev/pts"
    mount -t devpts -o newinstance,ptmxmode=666 devpts "$over/dev/pts"
    ln -s pts/ptmx "$over/dev/ptmx"
    ip link set lo up
    mkdir -p "$over/opt/redoubt" "$over/etc/redoubt" "$over/usr/local/bin"
    tar -xzf "$root"/dist/redoubt-*.tar.gz -C "$over/opt/redoubt" --strip-components=1
    ln -s /opt/redoubt/bin/redoubt "$over/usr/local/bin/redoubt"
    cp "$root/packaging/redoubt.service" "$over/etc/systemd/system/"
    : >"$over/etc/machine-id"
    cat >"$over/etc/systemd/system/probe.target" <<'UNIT'
[Unit]
Wants=redoubt.service systemd-journald.service
UNIT
    cat >"$over/etc/redoubt/redoubt.yaml" <<'POLICY'
redoubt: 1
service: shop
tls:
  mode: enforce
  certificates: [{ names: [shop.example.com], from: internal }]
edge:
  routes: [{ host: shop.example.com, path: /, to: app, access: anyone }]
  upstreams: { app: { servers: "http://127.0.0.1:8000" } }
POLICY
    exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$over" \
        /lib/systemd/systemd --system --unit=probe.target --log-target=null --show-status=no
fi

[ "$(id -u)" -eq 0 ] || skip "only root can make the namespaces for it"
[ -x /lib/systemd/systemd ] || skip "this machine has no systemd"
place=$(mktemp -d)
unshare --mount --pid --fork --kill-child --uts --ipc --net --cgroup \
    sh "$root/scripts/unit-test.sh" --inside "$place" >"$place.log" 2>&1 &
holder=$!
systemd=
stop() {
    [ -z "$systemd" ] || kill -9 "$systemd" 2>/dev/null || true
    kill "$holder" 2>/dev/null || true
    wait "$holder" 2>/dev/null || true
    rm -rf "$place" "$place.log"
}
trap stop EXIT
trap 'exit 130' INT TERM

within() { # runs a command there
    nsenter -t "$systemd" -m -p -n -u -i -C -r -w env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
await() { # seconds command…
    for _ in $(seq "$1"); do
        if "$2" >/dev/null 2>&1; then return 0; fi
        sleep 1
    done
    return 1
}
fail() {
    echo "FAIL the systemd unit: $*" >&2
    within journalctl --no-pager -n 30 -o cat -u redoubt >&2 || true
    exit 1
}
boots() {
    systemd=$(tr -d " " <"/proc/$holder/task/$holder/children")
    [ -n "$systemd" ] && [ "$(cat "/proc/$systemd/comm")" = systemd ] && within systemctl list-units >/dev/null
}
property() { within systemctl show --value -p "$1" redoubt; }
# 502: the edge answers, and nobody is behind it.
answers() {
    [ "$(within curl -sk -o /dev/null -w '%{http_code}' --resolve shop.example.com:443:127.0.0.1 https://shop.example.com/)" = 502 ]
}
isolated() { within journalctl --no-pager -o cat -u redoubt | grep -q 'isolated: a user of its own, no capability'; }

await 20 boots || skip "systemd does not come up here: $(tail -n 1 "$place.log")"
if ! await 60 answers; then
    # As man systemd.exec has it: the mounts of the unit could not be made.
    [ "$(property ExecMainStatus)" != 226 ] || skip "systemd can't make its mounts here"
    fail "the edge does not answer"
fi
await 30 isolated || fail "the edge is not isolated"
within redoubt status --policy /etc/redoubt/redoubt.yaml | grep -q 'of evidence' || fail "status does not reach the core"

main=$(property MainPID)
within kill -9 "$main"
await 60 answers || fail "it is not started again after kill -9"
[ "$(property MainPID)" != "$main" ] || fail "it is the same process after kill -9"

within systemctl stop redoubt
[ "$(property Result)/$(property ExecMainStatus)" = success/0 ] || fail "it does not end well: $(property Result)"
left=$(within ps -C java -o args= | head -n 1)
[ -z "$left" ] || fail "left after its end: $left"

within sh -c 'echo "redoubt: [" >/etc/redoubt/redoubt.yaml'
within systemctl start redoubt
has_failed() { [ "$(property ActiveState)" = failed ]; }
await 30 has_failed || fail "a policy that is wrong is tried again and again"
[ "$(property ExecMainStatus)" = 2 ] || fail "a policy that is wrong ends with $(property ExecMainStatus)"
echo "ok   the systemd unit serves, isolated, comes back after kill -9, ends well, and stays down with a wrong policy"
