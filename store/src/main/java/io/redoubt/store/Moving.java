package io.redoubt.store;

import io.redoubt.policy.Problem;
import io.redoubt.store.engine.Departure;
import io.redoubt.store.engine.Engine;
import io.redoubt.store.engine.PostgresEngine;
import io.redoubt.store.engine.Sql;
import io.redoubt.store.engine.SqliteEngine;
import io.redoubt.store.table.Copying;
import io.redoubt.store.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Moves a store between the engines. Until the copy is whole, compared and on the disk, the source is in charge, also
/// after a crash; then the copy is. There is no moment at which both are.
final class Moving {

    private Moving() {}

    static List<CopiedTable> toPostgresql(DataDirectory from, PostgresAddress to, LongConsumer progress) {
        from.insistOnStore();
        if (!Files.exists(from.database(), LinkOption.NOFOLLOW_LINKS)) {
            throw refused("there is no store in " + from, "name the directory that has it, with --data");
        }
        try (Engine source = SqliteEngine.open(from.database());
                Engine target = PostgresEngine.open(to, from.migrated())) {
            List<CopiedTable> copied =
                    source.read(there -> target.write(here -> Copying.filledOf(there, here, progress)));
            from.leave(to);
            return copied;
        } catch (IOException e) {
            throw new StoreException.Unavailable(
                    Problem.of(
                            "all was copied, and " + from + " could not be marked as moved: it is in charge still",
                            "see to its space and mode, then run the same command again"),
                    e);
        }
    }

    /// @param place how the marked PostgreSQL names the directory
    static List<CopiedTable> toDirectory(PostgresAddress from, DataDirectory to, String place, LongConsumer progress) {
        Optional<String> departed = PostgresEngine.movedTo(from);
        if (departed.isPresent()) {
            return finish(from, to, departed.get());
        }
        to.insistOnNoStore();
        try {
            // Also where none was: until the end, the directory says that PostgreSQL is in charge.
            to.leave(from);
            try (Engine source = PostgresEngine.open(from, to.migrated())) {
                List<CopiedTable> copied = source.write(there -> moved(there, from, to, place, progress));
                to.comeBack();
                return copied;
            } finally {
                Files.deleteIfExists(arriving(to));
            }
        } catch (IOException e) {
            throw unwritten(to, e);
        }
    }

    private static List<CopiedTable> moved(
            Sql there, PostgresAddress from, DataDirectory to, String place, LongConsumer progress) {
        Departure.lock(there, Tables.names());
        if (there.number("SELECT count(*) FROM store") == 0) {
            throw refused("there is no store in PostgreSQL (" + from + ")", "check `store` in the policy");
        }
        List<CopiedTable> copied = Copying.intoFile(there, arriving(to), progress);
        try {
            to.takeIn(arriving(to));
        } catch (IOException e) {
            throw unwritten(to, e);
        }
        Departure.mark(there, Tables.names(), place);
        return copied;
    }

    private static Path arriving(DataDirectory to) {
        return to.path().resolve("store.db.arriving");
    }

    /// What is in charge is said by the mark in PostgreSQL, which is there, and by the directory's own, which is
    /// there still when the move ended between the two.
    private static List<CopiedTable> finish(PostgresAddress from, DataDirectory to, String place) {
        if (to.isStoreElsewhere() && Files.exists(to.database(), LinkOption.NOFOLLOW_LINKS)) {
            try (Engine source = PostgresEngine.openDeparted(from);
                    Engine target = SqliteEngine.open(to.database())) {
                Optional<List<CopiedTable>> same = source.read(there -> target.read(here -> Copying.same(there, here)));
                if (same.isPresent()) {
                    to.comeBack();
                    return same.get();
                }
            } catch (IOException e) {
                throw unwritten(to, e);
            }
        }
        throw Departure.refusal(from, place);
    }

    private static StoreException.Unavailable unwritten(DataDirectory directory, IOException e) {
        return new StoreException.Unavailable(
                Problem.of(
                        "the data directory " + directory + " can't be written to",
                        "see to its space and mode, then run the same command again"),
                e);
    }

    private static StoreException.Refused refused(String what, String mend) {
        return new StoreException.Refused(Problem.of(what, mend));
    }
}
