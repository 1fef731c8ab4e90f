# shellcheck shell=sh
# Sourced: find_jdk sets java_home to the home of a JDK of at least $java_floor, and java_version to its release, or fails.
# It starts no JVM: each JDK says its version in the file `release` of its home.

java_floor=25

# Sets `version` to the feature release of the JDK at $1, 0 where there is none.
read_jdk_version() {
    version=0
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    while IFS='=' read -r key value; do
        if [ "$key" = JAVA_VERSION ]; then
            value=${value#\"}
            value=${value%%[!0-9]*}
            version=${value:-0}
            return 0
        fi
    done <"$1/release"
}

# Takes the oldest that suffices: what was built and tested with is the floor itself.
consider_jdk() {
    read_jdk_version "$1"
    if [ "$version" -ge "$java_floor" ] && { [ -z "$java_home" ] || [ "$version" -lt "$java_version" ]; }; then
        java_home=$1
        java_version=$version
    fi
}

find_jdk() {
    java_home=
    java_version=0

    if [ -n "${REDOUBT_JAVA_HOME:-}" ]; then
        consider_jdk "$REDOUBT_JAVA_HOME"
        [ -n "$java_home" ] || return 2
        return 0
    fi

    if [ -n "${JAVA_HOME:-}" ]; then
        consider_jdk "$JAVA_HOME"
        [ -z "$java_home" ] || return 0
    fi

    on_path=$(command -v java) || on_path=
    if [ -n "$on_path" ]; then
        on_path=$(readlink -f "$on_path" 2>/dev/null) || on_path=
        consider_jdk "${on_path%/bin/java}"
        [ -z "$java_home" ] || return 0
    fi

    for candidate in /usr/lib/jvm/* /opt/java/* /opt/*jdk* "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* \
        "${HOME:-}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        consider_jdk "$candidate"
    done
    if [ -z "$java_home" ] && [ -x /usr/libexec/java_home ]; then
        candidate=$(/usr/libexec/java_home -v "$java_floor+" 2>/dev/null) || candidate=
        consider_jdk "$candidate"
    fi
    [ -n "$java_home" ]
}

# Says how to come by a JDK, for a status of find_jdk that is not 0.
explain_missing_jdk() {
    if [ "$1" -eq 2 ]; then
        echo "error: REDOUBT_JAVA_HOME=$REDOUBT_JAVA_HOME is not a JDK $java_floor or newer"
        echo "hint: unset it, or point it at the home of one"
    else
        echo "error: no JDK $java_floor or newer found (JAVA_HOME, PATH, /usr/lib/jvm, /opt, SDKMAN)"
        echo "hint: apt-get install openjdk-$java_floor-jdk-headless, or where Debian has none yet, temurin-$java_floor-jdk from adoptium.net;"
        echo "      one that lies elsewhere: REDOUBT_JAVA_HOME=/path/to/jdk"
    fi
}
