package io.redoubt.cli.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What keeps a process that parses hostile traffic from what it has no business with. Made by the kernel before the
/// process begins, from Debian's own tools: namespaces (`unshare`), another user and no capabilities (`setpriv`).
///
/// Inside, the data directory is an empty one, the root key an empty file, and no other process can be seen.
public enum Isolation {
    /// By root: another user, namespaces, and no capability but to listen below port 1024.
    FULL,
    /// By a user: namespaces, in which this user's files other than Redoubt's can still be read.
    NAMESPACES,
    /// Neither can be had here.
    NONE;

    /// What [#FULL] runs as: a number that no account has, and that systemd leaves free.
    static final int USER = 64_917;

    /// In a session of its own nobody has a terminal to put words into (TIOCSTI).
    private static final List<String> SESSION = List.of("setsid", "--wait");

    private static final List<String> UNSHARE = List.of(
            "unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc");

    // $1 what happens to the user, $2 the sockets, $3 the logs, $4 the program, $5 the runtime, then what is hidden,
    // `--`, the command.
    private static final String SCRIPT = """
            set -eu
            user=$1
            exec 3<"$2" 4<"$3" 5<"$4" 6<"$5"
            shift 5
            mount -t tmpfs -o mode=0755,size=64k redoubt /mnt
            mkdir /mnt/run /mnt/log /mnt/app /mnt/java
            mount --bind /proc/self/fd/3 /mnt/run
            mount --bind /proc/self/fd/4 /mnt/log
            mount --bind /proc/self/fd/5 /mnt/app
            mount --bind /proc/self/fd/6 /mnt/java
            exec 3<&- 4<&- 5<&- 6<&-
            [ ! -e /dev/tty ] || mount --bind /dev/null /dev/tty
            for writable in /dev/pts /dev/shm /tmp /var/tmp; do
                [ ! -d "$writable" ] || mount -t tmpfs -o mode=0755,size=4k redoubt "$writable"
            done
            while [ "$1" != -- ]; do
                if [ -d "$1" ]; then
                    mount -t tmpfs -o mode=0700,size=4k redoubt "$1"
                elif [ -e "$1" ]; then
                    mount --bind /dev/null "$1"
                fi
                shift
            done
            shift
            cd /
            if [ "$user" = same ]; then
                exec setpriv --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all -- "$@"
            fi
            exec setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs \
                --inh-caps=-all,+net_bind_service --ambient-caps=-all,+net_bind_service \
                --bounding-set=-all,+net_bind_service -- "$@"
            """;

    /// The best that this machine gives, tried and not guessed.
    public static Isolation best(int uid) {
        if (uid == 0 && works(FULL)) {
            return FULL;
        }
        return uid != 0 && works(NAMESPACES) ? NAMESPACES : NONE;
    }

    private static boolean works(Isolation isolation) {
        Path here = Path.of("/proc");
        try {
            Process trial = new ProcessBuilder(
                            isolation.command(new Places(here, here, here, here, List.of()), List.of("/bin/true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return trial.waitFor(5, TimeUnit.SECONDS) && trial.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// @param sockets where it meets the core
    /// @param logs    where it writes: beside the sockets all of the data directory that it sees
    /// @param hidden  directories and files that are empty inside
    public record Places(Path sockets, Path logs, Path app, Path java, List<Path> hidden) {
        public Places {
            hidden = List.copyOf(hidden);
        }

        /// What these are called inside.
        Places inside() {
            return new Places(
                    Path.of("/mnt/run"), Path.of("/mnt/log"), Path.of("/mnt/app"), Path.of("/mnt/java"), List.of());
        }
    }

    /// The user that what is started runs as.
    public int user(int own) {
        return this == FULL ? USER : own;
    }

    /// How the places are called for what is started.
    public Places seen(Places places) {
        return this == NONE ? places : places.inside();
    }

    /// @param command in words that hold inside, as [#seen] tells them
    public List<String> command(Places places, List<String> command) {
        List<String> words = new ArrayList<>(SESSION);
        if (this == NONE) {
            words.addAll(command);
            return words;
        }
        words.addAll(UNSHARE);
        if (this == NAMESPACES) {
            words.addAll(List.of("--user", "--map-current-user", "--keep-caps"));
        }
        words.addAll(List.of("--", "/bin/sh", "-c", SCRIPT, "sh", this == FULL ? String.valueOf(USER) : "same"));
        words.addAll(List.of(
                places.sockets().toString(),
                places.logs().toString(),
                places.app().toString(),
                places.java().toString()));
        places.hidden().forEach(path -> words.add(path.toString()));
        words.add("--");
        words.addAll(command);
        return words;
    }
}
