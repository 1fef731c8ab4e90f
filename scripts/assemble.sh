#!/bin/sh
# assemble.sh CHECKOUT JAVA_HOME APP: from what Maven built, fills APP/lib with the jars, the options of the JVM and the AOT
# caches made by the runtime at JAVA_HOME, APP/native with the native libraries, and APP/server with the jars that only the
# core process needs beside them.
set -eu
root=$1
java_home=$2
app=$3
lib=$app/lib

mkdir -p "$lib"
cp "$root/scripts/jvm.options" "$root/scripts/edge.options" "$lib/"
"${JDK_HOME:-$java_home}/bin/java" -XX:TieredStopAtLevel=1 "$root/scripts/Archivable.java" "$lib" "$root"/cli/target/lib/*.jar

# Else each start copies them to /tmp and loads them from there, which others may write to and no program may be run from.
mkdir -p "$app/native"
for jar in "$lib"/sqlite-jdbc-*.jar "$lib"/netty-tcnative-boringssl-static-*.jar "$lib"/netty-transport-native-epoll-*.jar \
    "$lib"/AmazonCorrettoCryptoProvider-*.jar; do
    [ -f "$jar" ] || continue
    # shellcheck disable=SC2046 # names without blanks
    (cd "$app/native" && "${JDK_HOME:-$java_home}/bin/jar" -xf "$jar" $("${JDK_HOME:-$java_home}/bin/jar" -tf "$jar" | grep '\.so$'))
done
find "$app/native" -name '*.so' -exec mv {} "$app/native/" \;
find "$app/native" -mindepth 1 -type d -delete

mkdir -p "$app/example"
for jar in "$root"/examples/service/target/redoubt-example-*.jar; do
    if [ -f "$jar" ]; then cp "$jar" "$app/example/"; fi
done

# What the command line has, of whatever version, is not there twice: one class path holds both.
mkdir -p "$app/server"
for jar in "$root"/server/target/server/*.jar; do
    stem=${jar##*/}
    set -- "$root/cli/target/lib/${stem%-[0-9]*}"-[0-9]*.jar
    if [ -f "$jar" ] && [ ! -f "$1" ]; then cp "$jar" "$app/server/"; fi
done

class_path=$(
    LC_ALL=C
    export LC_ALL
    jars=
    for jar in "$lib"/*.jar; do jars=$jars:$jar; done
    printf '%s' "${jars#:}"
)
# train CACHE [OPTION...] PROGRAM: one cache each for what people run, for what `up` starts, and for the edge, because
# each process loads all of its cache.
train() {
    cache=$1
    shift
    if ! "$java_home/bin/java" "@$lib/jvm.options" "-Dorg.sqlite.lib.path=$app/native" -XX:AOTCacheOutput="$lib/$cache" \
        -cp "$class_path" "$@"; then
        echo "warning: no AOT cache $cache: redoubt starts slower"
    fi
    rm -f "$lib/$cache.config"
}
# In a directory of its own: the training reads the examples and must find no policy of the caller's.
cd "$root/examples"
train redoubt.aot io.redoubt.cli.Training
# Without profiles: three processes start on the same cores, and compiling at once by profiles takes time from each.
train up.aot -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining io.redoubt.cli.UpTraining

# The class path and the options are those that `up` starts the edge with, in a process of its own.
if ! "$java_home/bin/java" "@$lib/jvm.options" -cp "$class_path" io.redoubt.cli.EdgeTraining "$app"; then
    echo "warning: no AOT cache for the edge: it starts slower"
fi
rm -f "$lib/edge.aot.config"
