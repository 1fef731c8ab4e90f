package io.redoubt.store.engine;

import io.redoubt.store.PostgresAddress;
import io.redoubt.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A later release that first adds a column and then takes it away.
public final class Contracting {

    private Contracting() {}

    /// @param later steps more than this release has
    public static String open(PostgresAddress address, Store.Contract contract, int later) {
        try (Engine engine = PostgresEngine.open(address, contract, steps(Dialect.POSTGRESQL, later))) {
            return note(engine);
        }
    }

    /// The same, after a copy.
    public static String open(PostgresAddress address, Path place, int later) {
        try (Engine engine = PostgresEngine.open(
                address, new PostgresCopy(place, steps(Dialect.SQLITE, later)), steps(Dialect.POSTGRESQL, later))) {
            return note(engine);
        }
    }

    private static List<Step> steps(Dialect dialect, int later) {
        List<Step> steps = new ArrayList<>(Step.of(dialect));
        int present = steps.size();
        int released = steps.getLast().version();
        steps.add(new Step(released + 1, Step.Kind.EXPAND, "add_note", "ALTER TABLE change ADD COLUMN note TEXT;"));
        steps.add(new Step(released + 2, Step.Kind.CONTRACT, "drop_note", "ALTER TABLE change DROP COLUMN note;"));
        return steps.subList(0, present + later);
    }

    private static String note(Engine engine) {
        return engine.read(
                sql -> sql.number("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'redoubt'"
                                        + " AND table_name = 'change' AND column_name = 'note'")
                                == 1
                        ? "with note"
                        : "without note");
    }
}
