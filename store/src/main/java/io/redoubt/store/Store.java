package io.redoubt.store;

import io.redoubt.policy.Problem;
import io.redoubt.store.engine.Engine;
import io.redoubt.store.engine.PostgresEngine;
import io.redoubt.store.engine.SqliteEngine;
import io.redoubt.store.table.Copying;
import io.redoubt.store.table.KeyRing;
import io.redoubt.store.table.KeyRotation;
import io.redoubt.store.table.Transactions;
import io.redoubt.store.table.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What Redoubt remembers, on one of two engines. Nothing sensitive in it is readable without the root key, and what a
/// returned call has written is on the disk. Safe for use by several threads.
public final class Store implements AutoCloseable {

    private final Engine engine;
    private final Transactions transactions;
    private final KeyRotation keys;
    private final Consumer<Path> snapshot;

    private Store(Engine engine, Transactions transactions, KeyRotation keys, Consumer<Path> snapshot) {
        this.engine = engine;
        this.transactions = transactions;
        this.keys = keys;
        this.snapshot = snapshot;
    }

    /// Whether a migration that is not copied may take away what nodes of the release before still need.
    public enum Contract {
        REFUSED,
        /// The operator says that every node runs this release and that a backup was made.
        ACKNOWLEDGED
    }

    /// The store of one machine: SQLite in the data directory. Made when it is not there; migrated, after a copy, when
    /// it is of an older release.
    ///
    /// @throws StoreException of the kind that says what to do
    public static Store open(
            DataDirectory directory,
            RootKeySource key,
            VersionRecorder recorder,
            InstantSource clock,
            SecureRandom random) {
        directory.insistOnStore();
        Engine engine = SqliteEngine.open(directory.database());
        return over(engine, engine::copyInto, key, recorder, clock, random);
    }

    /// The store that several machines share.
    public static Store open(
            PostgresAddress address,
            Contract contract,
            RootKeySource key,
            VersionRecorder recorder,
            InstantSource clock,
            SecureRandom random) {
        return over(PostgresEngine.open(address, contract), key, recorder, clock, random);
    }

    private static Store over(
            Engine shared, RootKeySource key, VersionRecorder recorder, InstantSource clock, SecureRandom random) {
        return over(shared, copy -> Copying.intoFile(shared, copy), key, recorder, clock, random);
    }

    /// The same, for the node of a data directory. From then on the directory says that its store is in PostgreSQL.
    /// When it is of an older release, it is copied into the directory and then migrated.
    ///
    /// @throws StoreException.Refused when the directory holds a store that was not moved
    public static Store open(
            DataDirectory directory,
            PostgresAddress address,
            RootKeySource key,
            VersionRecorder recorder,
            InstantSource clock,
            SecureRandom random) {
        directory.insistOnNoStore();
        Store store = over(PostgresEngine.open(address, directory.migrated()), key, recorder, clock, random);
        try {
            if (!directory.isStoreElsewhere()) {
                directory.leave(address);
            }
            return store;
        } catch (IOException e) {
            store.close();
            throw new StoreException.Unavailable(
                    Problem.of("the data directory " + directory + " can't be written to", "see to its space and mode"),
                    e);
        }
    }

    private static Store over(
            Engine engine,
            Consumer<Path> snapshot,
            RootKeySource key,
            VersionRecorder recorder,
            InstantSource clock,
            SecureRandom random) {
        try {
            KeyRing ring = KeyRing.open(engine, key, random, clock.instant());
            Transactions transactions = new Transactions(engine, ring, recorder, random);
            return new Store(engine, transactions, new KeyRotation(transactions, clock, random), snapshot);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /// Does `work`, and returns when what it wrote is on the disk. What it throws undoes it.
    public <T extends @Nullable Object> T inTransaction(Work<T> work) {
        return transactions.write(work::in);
    }

    /// Does `work` on one snapshot, in which it can change nothing.
    public <T extends @Nullable Object> T read(Work<T> work) {
        return transactions.read(work::in);
    }

    /// Where a scheduler claims its jobs: for its table `job`, which holds nothing secret and which no transaction here
    /// touches. On SQLite these connections wait in one queue with all other writers: hold none while doing a job.
    public DataSource jobs() {
        return engine.jobs();
    }

    public Keys keys() {
        return keys;
    }

    /// Opens every sealed value, and looks for rows that are older than the ledger knows them.
    public Verification verify(VersionLedger ledger) {
        return Verifier.verify(transactions, ledger);
    }

    /// Copies all of it, sealed as it is, into a new SQLite file of mode 0600, while others read and write. The copy
    /// is one state of the store, whichever the engine, and is on the disk when this returns. To go back to it, put
    /// it as `store.db` into a data directory that has none, and nothing else of another one (`store.db-wal` above
    /// all).
    ///
    /// @throws StoreException.Refused     when the file is there already
    /// @throws StoreException.Unavailable when it could not be written; then nothing is there
    public void snapshotTo(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new StoreException.Refused(Problem.of(file + " is there already", "name another file"));
        }
        snapshot.accept(file);
    }

    /// Moves the store of a data directory into an empty PostgreSQL, sealed as it is; the root key stays the same.
    /// All of it arrives, or nothing does. Whoever holds the directory is the only writer, so nothing is missed.
    /// Afterwards the directory's own store opens no more, until its file `MOVED` is removed. The same call again
    /// goes on with what ended before its end.
    ///
    /// @param progress told of rows that were copied since it was told last
    public static List<CopiedTable> migrate(DataDirectory from, PostgresAddress to, LongConsumer progress) {
        return Moving.toPostgresql(from, to, progress);
    }

    /// Moves a PostgreSQL store into a data directory, the other way round. Nodes that use it are kept from writing,
    /// and are told where it is.
    ///
    /// @param place how they are told: the node and its directory
    public static List<CopiedTable> migrate(
            PostgresAddress from, DataDirectory to, String place, LongConsumer progress) {
        return Moving.toDirectory(from, to, place, progress);
    }

    @Override
    public void close() {
        engine.close();
    }
}
