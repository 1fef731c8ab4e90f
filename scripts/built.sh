# shellcheck shell=sh
# Sourced by the launcher and by build.sh.

# True when what was built in the checkout $1 is there and no source is newer; sets `app` to its directory below target/app.
# A directory counts too: its time tells of files that were removed.
is_built() {
    app=
    [ -r "$1/target/app/current" ] || return 1
    read -r app <"$1/target/app/current"
    [ -n "$app" ] && [ -d "$1/target/app/$app/server" ] || return 1
    newer=$(find "$1/pom.xml" "$1"/*/pom.xml "$1"/*/src/main "$1"/examples/service/pom.xml "$1"/examples/service/src "$1/scripts/build.sh" \
        "$1/scripts/assemble.sh" "$1/scripts/Archivable.java" "$1/scripts/jvm.options" "$1/scripts/edge.options" \
        -newer "$1/target/app/current" -print -quit) || return 1
    [ -z "$newer" ]
}
