package io.redoubt.store.engine;

import io.redoubt.store.PostgresAddress;
import io.redoubt.store.Store;
import java.util.ArrayList;
import java.util.List;

/// A later release that first adds a column and then takes it away.
public final class Contracting {

    private Contracting() {}

    /// @param later steps more than this release has
    public static String open(PostgresAddress address, Store.Contract contract, int later) {
        List<Step> steps = new ArrayList<>(Step.of(Dialect.POSTGRESQL));
        int present = steps.size();
        int released = steps.getLast().version();
        steps.add(new Step(released + 1, Step.Kind.EXPAND, "add_note", "ALTER TABLE change ADD COLUMN note TEXT;"));
        steps.add(new Step(released + 2, Step.Kind.CONTRACT, "drop_note", "ALTER TABLE change DROP COLUMN note;"));
        try (Engine engine = PostgresEngine.open(address, contract, steps.subList(0, present + later))) {
            return engine.read(
                    sql -> sql.number("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'redoubt'"
                                            + " AND table_name = 'change' AND column_name = 'note'")
                                    == 1
                            ? "with note"
                            : "without note");
        }
    }
}
