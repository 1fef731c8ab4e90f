package io.redoubt.store.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("store.db");
    }

    private static List<Step> steps(Step... more) {
        List<Step> steps = new ArrayList<>(Step.of(Dialect.SQLITE));
        steps.addAll(List.of(more));
        return steps;
    }

    private static final int RELEASED = Step.of(Dialect.SQLITE).getLast().version();
    private static final int NEXT = RELEASED + 1;

    private static final Step EXPAND =
            new Step(NEXT, Step.Kind.EXPAND, "add_note", "ALTER TABLE change ADD COLUMN note TEXT;");

    @Test
    void older_database_is_copied_aside_and_then_migrated() throws Exception {
        try (Engine engine = SqliteEngine.open(file(), steps())) {
            engine.write(sql -> sql.update("INSERT INTO posture_applied VALUES ('web-1', 7)"));
        }
        try (Engine engine = SqliteEngine.open(file(), steps(EXPAND))) {
            assertThat(engine.<Long>read(sql -> sql.number("SELECT count(*) FROM change WHERE note IS NULL")))
                    .isZero();
        }
        Path aside = directory.resolve("store.db.before-" + NEXT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(aside)))
                .isEqualTo("rw-------");
        try (Engine before = SqliteEngine.open(aside, steps())) {
            assertThat(before.<Long>read(sql -> sql.number("SELECT ledger_index FROM posture_applied")))
                    .isEqualTo(7);
        }
    }

    @Test
    void database_of_this_release_is_not_copied() throws Exception {
        SqliteEngine.open(file(), steps()).close();
        SqliteEngine.open(file(), steps()).close();
        try (var files = Files.list(directory)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactly("store.db");
        }
    }

    @Test
    void newer_database_is_refused() {
        SqliteEngine.open(file(), steps(EXPAND)).close();
        assertThatThrownBy(() -> SqliteEngine.open(file(), steps()))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessage("the database has schema " + NEXT + ", and this redoubt knows " + RELEASED
                        + "; use the newer redoubt that migrated it");
    }

    @Test
    void failed_step_leaves_the_database_as_it_was() {
        SqliteEngine.open(file(), steps()).close();
        Step broken = new Step(
                NEXT, Step.Kind.EXPAND, "broken", "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);");
        assertThatThrownBy(() -> SqliteEngine.open(file(), steps(broken)))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("could not be brought from schema " + RELEASED + " to " + NEXT);
        try (Engine engine = SqliteEngine.open(file(), steps())) {
            assertThat(engine.<Long>read(sql -> sql.number("SELECT count(*) FROM sqlite_master WHERE name = 'half'")))
                    .isZero();
        }
    }
}
