#!/bin/sh
# Tests the launcher in a checkout of its own: the real scripts and JDK; a program that tells what it was given; an mvn that builds it.
set -eu
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
# shellcheck source=scripts/jdk.sh
. "$root/scripts/jdk.sh"
find_jdk
unset JAVA_HOME REDOUBT_JAVA_HOME REDOUBT_JAVA_OPTS
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
tree="$place/a checkout"
bin=$place/bin
passed=0
cd "$place"

fail() {
    printf 'FAIL %s\n' "$*" >&2
    for file in out err; do
        [ ! -f "$place/$file" ] || sed "s/^/  $file: /" "$place/$file" >&2
    done
    exit 1
}
ok() {
    passed=$((passed + 1))
    echo "ok   $1"
}
# Runs the launcher and keeps what it printed and its status.
redoubt() {
    status=0
    "$tree/redoubt" "$@" >"$place/out" 2>"$place/err" </dev/null || status=$?
}
expect() {
    [ "$status" -eq "$1" ] || fail "$2: status $status, expected $1"
}
says() {
    grep -q -F -e "$2" "$place/$1" || fail "$1 does not say: $2"
}
silent() {
    [ ! -s "$place/err" ] || fail "$1: printed to stderr"
    ! grep -q -v -E '^(process|in|property|<)' "$place/out" || fail "$1: the JVM printed"
}
builds() {
    [ "$(wc -l <"$place/builds")" -eq "$1" ] || fail "$2: $(wc -l <"$place/builds") builds, expected $1"
}

mkdir -p "$tree/cli/src/main/java" "$tree/scripts" "$tree/examples/service/src" "$bin" "$place/classes" "$place/elsewhere"
cp "$root/redoubt" "$tree/"
cp "$root"/scripts/*.sh "$root/scripts/Archivable.java" "$root"/scripts/*.options "$tree/scripts/"
touch "$tree/pom.xml" "$tree/examples/service/pom.xml" "$tree/cli/pom.xml" "$tree/cli/src/main/java/A.java" "$tree/cli/src/main/java/B.java"

cat >"$place/Main.java" <<'EOF'
package io.redoubt.cli;

class Main {
    public static void main(String[] args) throws Exception {
        System.out.println("process " + ProcessHandle.current().pid());
        System.out.println("in " + java.nio.file.Path.of("").toAbsolutePath());
        for (String arg : args) System.out.println("<" + arg + ">");
        System.out.println("property " + System.getProperty("test.property"));
        if (args.length > 0 && args[0].equals("wait")) Thread.sleep(60_000);
        System.exit(args.length > 0 && args[0].equals("exit") ? Integer.parseInt(args[1]) : 0);
    }
}

class Training {
    public static void main(String[] args) {}
}

class EdgeTraining {
    public static void main(String[] args) {}
}
EOF
"$java_home/bin/javac" -d "$place/classes" "$place/Main.java"
"$java_home/bin/jar" --create --file "$place/redoubt-cli.jar" -C "$place/classes" .

cat >"$bin/mvn" <<EOF
#!/bin/sh
echo build >>"$place/builds"
[ ! -e "$place/broken" ] || { echo "[ERROR] A.java: planted"; exit 1; }
[ ! -e "$place/gate" ] || read -r _ <"$place/gate"
mkdir -p cli/target/lib
cp "$place/redoubt-cli.jar" cli/target/lib/
EOF
chmod +x "$bin/mvn"
: >"$place/builds"
PATH=$bin:$PATH
export PATH

REDOUBT_JAVA_HOME=$place/elsewhere
export REDOUBT_JAVA_HOME
redoubt
expect 3 "a wrong REDOUBT_JAVA_HOME"
says err "error: REDOUBT_JAVA_HOME=$place/elsewhere is not a JDK 25 or newer"
unset REDOUBT_JAVA_HOME
ok wrong_redoubt_java_home_is_named

sed -i.orig 's/^java_floor=25$/java_floor=99/' "$tree/scripts/jdk.sh"
redoubt
expect 3 "no JDK"
says err "error: no JDK 99 or newer found"
says err "hint: apt-get install"
mv "$tree/scripts/jdk.sh.orig" "$tree/scripts/jdk.sh"
ok no_jdk_names_the_way_to_one

# A directory of everything that is on the PATH of any Debian, without Maven.
mkdir "$place/base"
for tool in dirname readlink find mkdir date cat rm mv cp grep head tail flock; do
    ln -s "$(command -v "$tool")" "$place/base/$tool"
done
status=0
PATH=$place/base "$tree/redoubt" >"$place/out" 2>"$place/err" || status=$?
expect 3 "no Maven"
says err "error: mvn not found"
ok no_maven_names_the_way_to_it

: >"$place/broken"
redoubt
expect 3 "a broken first build"
says err "[ERROR] A.java: planted"
says err "hint: the whole log is in $tree/target/app/build.log"
[ ! -e "$tree/target/app/current" ] || fail "a broken first build left a state behind"
rm "$place/broken"
ok broken_first_build_shows_its_errors_and_leaves_nothing

: >"$place/builds"
mkfifo "$place/gate"
"$tree/redoubt" one >"$place/one" 2>"$place/one.err" &
one=$!
"$tree/redoubt" two >"$place/two" 2>"$place/two.err" &
two=$!
# Opening for writing waits for the mvn that opens for reading: one build is under way, and the other run can only wait.
echo go >"$place/gate"
rm "$place/gate"
wait "$one" || fail "the first of two first runs: $(cat "$place/one.err")"
wait "$two" || fail "the second of two first runs: $(cat "$place/two.err")"
grep -q '<one>' "$place/one" || fail "two first runs at once: one did not run"
grep -q '<two>' "$place/two" || fail "two first runs at once: two did not run"
grep -q 'building redoubt (first run' "$place/one.err" "$place/two.err" || fail "no word of the first build"
builds 1 "two first runs at once"
ok two_first_runs_at_once_build_once

redoubt "two words" '*' ''
expect 0 "a second run"
builds 1 "a second run"
silent "a second run"
says out "<two words>"
says out "<*>"
says out "<>"
ok second_run_builds_nothing_says_nothing_and_keeps_the_arguments

REDOUBT_JAVA_OPTS='-XX:AOTMode=on -Dtest.property=given'
export REDOUBT_JAVA_OPTS
redoubt
expect 0 "with the AOT cache required"
says out "property given"
unset REDOUBT_JAVA_OPTS
ok aot_cache_is_used_and_java_options_are_honoured

ln -s "$tree/redoubt" "$place/link"
ln -s ../link "$place/elsewhere/redoubt"
(cd "$place/elsewhere" && ./redoubt) >"$place/out" 2>"$place/err" || fail "through two links"
says out "in $(CDPATH='' cd -- "$place/elsewhere" && pwd -P)"
ok through_links_the_directory_of_the_user_stays

redoubt exit 3
expect 3 "the status of the program"
ok status_passes_through

mkfifo "$place/ready"
"$tree/redoubt" wait >"$place/ready" 2>"$place/err" &
pid=$!
while read -r line; do
    case $line in
    process*) [ "$line" = "process $pid" ] || fail "the program is a child of the launcher" ;;
    property*) break ;;
    esac
done <"$place/ready"
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
expect 143 "SIGTERM"
ok signals_reach_the_program

aot=$(echo "$tree"/target/app/*-*/lib/redoubt.aot)
cp -p "$aot" "$place/good.aot"
for damage in truncated garbage missing; do
    case $damage in
    truncated) head -c 100000 "$place/good.aot" >"$aot" ;;
    garbage) head -c 100000 /dev/urandom >"$aot" ;;
    missing) rm "$aot" ;;
    esac
    redoubt
    expect 0 "an AOT cache that is $damage"
    silent "an AOT cache that is $damage"
done
cp -p "$place/good.aot" "$aot"
touch "$tree"/target/app/*-*/lib/redoubt-cli.jar
redoubt
expect 0 "a stale AOT cache"
silent "a stale AOT cache"
ok bad_aot_cache_costs_speed_only

touch "$tree/cli/src/main/java/A.java"
redoubt
expect 0 "an edited source"
says err "building redoubt (a source file is newer)"
builds 2 "an edited source"
rm "$tree/cli/src/main/java/B.java"
redoubt
builds 3 "a removed source"
redoubt
builds 3 "nothing changed"
ok edited_and_removed_sources_are_built

: >"$place/broken"
before=$(cat "$tree/target/app/current")
touch "$tree/pom.xml"
redoubt
expect 3 "a broken build"
[ "$(cat "$tree/target/app/current")" = "$before" ] || fail "a broken build replaced the one before"
rm "$place/broken"
redoubt
expect 0 "the build after a broken one"
[ "$(find "$tree/target/app" -maxdepth 1 -name '*-*' | wc -l)" -eq 2 ] || fail "old builds stay behind"
ok broken_build_replaces_nothing

echo "$passed passed, 0 failed"
