#!/bin/sh
# assemble.sh CHECKOUT JAVA_HOME APP: from what Maven built, fills APP/lib with the jars, the options of the JVM and the AOT
# cache made by the runtime at JAVA_HOME, and APP/server with the jars that only the core process needs beside them.
set -eu
root=$1
java_home=$2
app=$3
lib=$app/lib

mkdir -p "$lib"
cp "$root/scripts/jvm.options" "$root/scripts/edge.options" "$lib/"
"${JDK_HOME:-$java_home}/bin/java" -XX:TieredStopAtLevel=1 "$root/scripts/Archivable.java" "$lib" "$root"/cli/target/lib/*.jar
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
# In a directory of its own: the training reads the examples and must find no policy of the caller's.
if ! (cd "$root/examples" && "$java_home/bin/java" "@$lib/jvm.options" -XX:AOTCacheOutput="$lib/redoubt.aot" \
    -cp "$class_path" io.redoubt.cli.Training); then
    echo "warning: no AOT cache: redoubt starts slower"
fi
rm -f "$lib/redoubt.aot.config"

# Of the edge: the class path and the options are those that `up` starts it with.
if ! "$java_home/bin/java" "@$lib/jvm.options" -cp "$class_path" io.redoubt.cli.EdgeTraining "$lib"; then
    echo "warning: no AOT cache for the edge: it starts slower"
fi
rm -f "$lib/edge.aot.config"
