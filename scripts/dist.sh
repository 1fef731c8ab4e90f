#!/bin/sh
# Makes dist/: the tarball with its own runtime, an SBOM, SHA256SUMS. Equal sources and JDK give equal files, but for the AOT cache.
set -eu
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
JDK_HOME=$java_home
export JDK_HOME
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml)
machine=$(uname -m)
name=redoubt-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$machine
stage=target/dist/$name
# The time that Archivable.java gives to the jars: an AOT cache holds for jars of one time.
time='2026-01-01 00:00:00Z'

./redoubt --version >/dev/null
rm -rf target/dist dist
mkdir -p "$stage/bin" "$stage/completions" dist

echo "runtime …"
modules=$("$JDK_HOME/bin/jdeps" --ignore-missing-deps --multi-release "$java_floor" --print-module-deps \
    --module-path cli/target/lib cli/target/lib/*.jar 2>/dev/null | tail -n 1)
# The core process too: what Spring and Tomcat take, which jdeps can't tell of jars on a class path beside modules.
# java.desktop is for java.beans. jdk.unsupported: Unsafe, looked up by name.
served=java.instrument,java.logging,java.management,java.naming,java.rmi,java.scripting,java.security.jgss,java.sql,java.xml
modules=$modules,$served,java.desktop,jdk.unsupported
"$JDK_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$stage/runtime"

echo "jars and AOT cache …"
cp redoubt "$stage/bin/"
scripts/assemble.sh "$root" "$root/$stage/runtime" "$root/$stage" >target/dist/assemble.log 2>&1
for cache in redoubt up edge; do
    [ -f "$stage/lib/$cache.aot" ] || {
        tail -n 20 target/dist/assemble.log >&2
        echo "error: no AOT cache $cache.aot" >&2
        exit 1
    }
done

cp -R README.md CONTRIBUTING.md CHANGELOG.md SECURITY.md LICENSE NOTICE docs examples packaging "$stage/"
rm -rf "$stage/examples/service/target"
for shell in bash zsh; do
    if ! "$stage/bin/redoubt" completion "$shell" >"$stage/completions/redoubt.$shell" 2>/dev/null; then
        rm "$stage/completions/redoubt.$shell"
        echo "no completion for $shell: redoubt completion $shell failed"
    fi
done

echo "SBOM …"
scripts/mvn.sh -q -pl cli,server -am -Dmaven.test.skip=true package org.cyclonedx:cyclonedx-maven-plugin:makeBom \
    -DoutputFormat=json -DprojectType=application
cp cli/target/bom.json "$stage/redoubt-$version.cdx.json"
cp cli/target/bom.json "dist/redoubt-$version.cdx.json"

chmod -R u=rwX,go=rX "$stage"
tar --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner --format=gnu -C target/dist -cf - "$name" |
    gzip -n -9 >"dist/$name.tar.gz"
(cd dist && sha256sum -- * >SHA256SUMS)
ls -l dist
