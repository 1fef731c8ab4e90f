#!/bin/sh
# Fuzzes every @FuzzTest of the classes *FuzzTest: fuzz.sh SECONDS, for each. What was learnt stays in target/fuzz and is where
# the next run begins. (As tests in Maven they run on their saved inputs only.)
set -eu
seconds=${1:-}
case $seconds in
'' | *[!0-9]*)
    echo "usage: fuzz.sh SECONDS" >&2
    exit 2
    ;;
esac
root=$(CDPATH='' cd -- "$(dirname "$0")/.." && pwd -P)
cd "$root"
# shellcheck source=scripts/jdk.sh
. scripts/jdk.sh
status=0
find_jdk || status=$?
if [ "$status" -ne 0 ]; then
    explain_missing_jdk "$status" >&2
    exit 1
fi

sources=$(git ls-files '*FuzzTest.java')
if [ -z "$sources" ]; then
    echo "there is no *FuzzTest yet"
    exit 0
fi

# As tests first, on the saved inputs.
scripts/mvn.sh -q test -Dtest='*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false \
    dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath 2>/dev/null
launcher=$(find "${HOME:?}/.m2/repository/org/junit/platform/junit-platform-launcher" \
    -name "junit-platform-launcher-$(sed -n 's:.*<junit.version>\(.*\)</junit.version>.*:\1:p' pom.xml).jar")

found=0
run=0
for source in $sources; do
    module=${source%%/*}
    class=$(echo "$source" | sed 's:.*src/test/java/::; s:\.java$::; y:/:.:')
    class_path=$root/$module/target/test-classes:$root/$module/target/classes:$(cat "$module/target/test.classpath")
    methods=$(awk '
        /@FuzzTest/ { fuzz = 1 }
        fuzz && match($0, /void [A-Za-z0-9_]+\(/) { print substr($0, RSTART + 5, RLENGTH - 6); fuzz = 0 }' "$source")
    for method in $methods; do
        home=$root/target/fuzz/$class.$method
        mkdir -p "$home/corpus"
        run=$((run + 1))
        if (cd "$home" && "$java_home/bin/java" -XX:+UseSerialGC -Xmx1g -XX:+EnableDynamicAgentLoading \
            --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "$class_path:$launcher" \
            com.code_intelligence.jazzer.Jazzer --target_class="$class" --target_method="$method" \
            -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 corpus) >"$home/log" 2>&1; then
            echo "ok    $class.$method: $(sed -n 's/^Done \([0-9]*\) runs.*/\1 runs/p' "$home/log")"
        else
            found=$((found + 1))
            echo "FOUND $class.$method: see $home/log"
            sed -n '/^== Java Exception/,/^$/p' "$home/log" | head -n 20
            echo "      keep it as a test: cp $home/crash-* $module/src/test/resources/$(echo "$class" | tr . /)Inputs/$method/"
        fi
    done
done
echo "$((run - found)) passed, $found failed"
[ "$found" -eq 0 ]
