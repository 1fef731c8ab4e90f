package io.redoubt.store;

import io.redoubt.policy.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The directory in which Redoubt keeps what it must not forget. Whoever has one of these open holds its lock and is
/// the only one that writes.
public final class DataDirectory implements AutoCloseable {

    /// The newest layout that this program knows.
    public static final int VERSION = 1;

    /// Below it: where sockets are.
    public static final String RUN = "run";

    private static final String VERSION_FILE = "VERSION";
    private static final String LOCK_FILE = "lock";
    private static final String MOVED_FILE = "MOVED";
    private static final int LARGEST_VERSION_FILE = 16;

    private final Path path;
    private final DirectoryLock lock;

    private DataDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Where the data of a service lies unless the operator says otherwise.
    public static Path locate(String service, Optional<String> environment, Surroundings surroundings) {
        String name = Surroundings.segment("service", service)
                + environment
                        .map(e -> "-" + Surroundings.segment("environment", e))
                        .orElse("");
        Path base = surroundings.root()
                ? Path.of("/var/lib/redoubt")
                : surroundings.base("XDG_DATA_HOME", ".local/share").resolve("redoubt");
        return base.resolve(name);
    }

    /// Opens what is there.
    ///
    /// @throws StoreException.Refused when it is not there, not ours alone, held by another, or too new
    public static DataDirectory open(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw refused("there is no data directory " + path, "redoubt up makes it, or name another with --data");
        }
        return enter(path, false);
    }

    /// Opens what is there, or makes it.
    public static DataDirectory openOrCreate(Path path) {
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException _) {
            return enter(path, true);
        } catch (IOException e) {
            throw new StoreException.Refused(
                    Problem.of(
                            "the data directory " + path + " could not be made",
                            "make it with mode 0700, or name another with --data"),
                    e);
        }
        return enter(path, true);
    }

    private static DataDirectory enter(Path path, boolean mayCreate) {
        try {
            judge(path);
            DirectoryLock lock = DirectoryLock.take(path, path.resolve(LOCK_FILE));
            try {
                admit(path, mayCreate);
                return new DataDirectory(path, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException.Refused(
                    Problem.of("the data directory " + path + " cannot be used", "check its owner, mode and space"), e);
        }
    }

    /// Nobody else can put a file, or another directory, in the place of what is read here.
    private static void judge(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            throw refused("the data directory " + path + " is a symbolic link", "name what it leads to, with --data");
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(path + " is not a directory", "name another with --data");
        }
        Ownership ownership = Ownership.of(path, LinkOption.NOFOLLOW_LINKS);
        if (!ownership.isOurs()) {
            throw refused(
                    "the data directory " + path + " belongs to user " + ownership.uid() + ", and redoubt runs as user "
                            + Ownership.ofThisProcess().uid(),
                    "run redoubt as that user, or chown -R the directory");
        }
        if ((ownership.mode() & Ownership.GROUP_AND_OTHERS) != 0) {
            throw refused(
                    "the data directory " + path + " has mode " + ownership.octal() + ", so others can get in",
                    "chmod 700 " + path);
        }
        for (Path above = path.toRealPath().getParent(); above != null; above = above.getParent()) {
            Ownership of = Ownership.of(above);
            if ((of.mode() & Ownership.OTHERS_WRITE) != 0 && (of.mode() & Ownership.STICKY) == 0) {
                throw refused(
                        "everybody can write to " + above + ", and so replace the data directory " + path,
                        "chmod o-w " + above);
            }
        }
    }

    private static void admit(Path path, boolean mayCreate) throws IOException {
        Path file = path.resolve(VERSION_FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            if (!mayCreate || !isFresh(path)) {
                throw refused(
                        path + " is not a data directory of redoubt: it has no " + VERSION_FILE,
                        "name another with --data");
            }
            Durable.write(path, VERSION_FILE, VERSION + "\n");
        }
        makeInner(path.resolve("ledger"));
        makeInner(path.resolve(RUN));
        int version = version(file);
        if (version > VERSION) {
            throw refused(
                    "the data directory " + path + " has version " + version + ", and this redoubt knows " + VERSION,
                    "use the newer redoubt that wrote it");
        }
    }

    /// A crash while it was made leaves what was made so far, and no `VERSION`.
    private static boolean isFresh(Path path) throws IOException {
        Set<String> known = Set.of(LOCK_FILE, "ledger", RUN, VERSION_FILE + ".new");
        try (Stream<Path> entries = Files.list(path)) {
            return known.containsAll(
                    entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    private static void makeInner(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static int version(Path file) throws IOException {
        try (var content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            String text = new String(content.readNBytes(LARGEST_VERSION_FILE), StandardCharsets.US_ASCII).strip();
            int version = Integer.parseInt(text);
            if (version > 0) {
                return version;
            }
        } catch (NumberFormatException _) {
            // Said below, the same as for a number that is no version.
        }
        throw refused(file + " does not hold a version", "put it back from a backup");
    }

    private static StoreException.Refused refused(String what, String mend) {
        return new StoreException.Refused(Problem.of(what, mend));
    }

    public Path path() {
        return path;
    }

    public Path database() {
        return path.resolve("store.db");
    }

    /// With a suffix: where a store in PostgreSQL is kept as it was before its migration.
    Path migrated() {
        return path.resolve("postgresql.db");
    }

    /// The store of this node is in PostgreSQL, and nobody is to write to one that lies here.
    void leave(PostgresAddress to) throws IOException {
        Durable.write(path, MOVED_FILE, to + "\n");
    }

    /// Whether the store of this node is in PostgreSQL, as its file `MOVED` says.
    public boolean isStoreElsewhere() {
        return Files.exists(path.resolve(MOVED_FILE), LinkOption.NOFOLLOW_LINKS);
    }

    /// The store that lies here is in charge again.
    void comeBack() throws IOException {
        Files.delete(path.resolve(MOVED_FILE));
        Durable.force(path);
    }

    /// Puts a store in its place; one that was left there before is kept beside it.
    void takeIn(Path arrived) throws IOException {
        if (Files.exists(database(), LinkOption.NOFOLLOW_LINKS)) {
            int number = 1;
            while (Files.exists(left(number, ""), LinkOption.NOFOLLOW_LINKS)) {
                number++;
            }
            Files.move(database(), left(number, ""), StandardCopyOption.ATOMIC_MOVE);
            Path log = path.resolve("store.db-wal");
            if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(log, left(number, "-wal"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.deleteIfExists(path.resolve("store.db-shm"));
        }
        Files.move(arrived, database(), StandardCopyOption.ATOMIC_MOVE);
        Durable.force(path);
    }

    private Path left(int number, String suffix) {
        return path.resolve("store.db.left-" + number + suffix);
    }

    /// @throws StoreException.Refused when the store of this directory lies elsewhere
    void insistOnStore() {
        if (isStoreElsewhere()) {
            Path moved = path.resolve(MOVED_FILE);
            throw refused(
                    "the store of " + path + " is in PostgreSQL",
                    "declare it under `store` in the policy, " + moved + " names it; or bring it back by"
                            + " `redoubt store migrate --to embedded`; to use one that was left here and lose what was"
                            + " written since, remove that file");
        }
    }

    /// @throws StoreException.Refused when a store lies here that was not moved away
    void insistOnNoStore() {
        if (!isStoreElsewhere() && Files.exists(database(), LinkOption.NOFOLLOW_LINKS)) {
            throw refused(
                    "the policy says that the store is in PostgreSQL, and " + path + " holds one that was not moved",
                    "take it there by `redoubt store migrate --to postgresql`, or take `store` out of the policy");
        }
    }

    public Path ledger() {
        return ledger(path);
    }

    /// Where the ledger lies in a data directory, opened or not.
    public static Path ledger(Path directory) {
        return directory.resolve("ledger");
    }

    /// For sockets and process ids.
    public Path run() {
        return path.resolve(RUN);
    }

    /// Gives the lock back. Close what uses the directory first.
    @Override
    public void close() {
        lock.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
