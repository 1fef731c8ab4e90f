package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.store.engine.Contracting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresMigrationTest {

    @Test
    void step_that_takes_away_needs_the_operator_and_expanding_does_not() {
        PostgresAddress address = PostgresCluster.shared().newEmptyDatabase();
        Contracting.open(address, Store.Contract.REFUSED, 1);
        assertThatThrownBy(() -> Contracting.open(address, Store.Contract.REFUSED, 2))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("takes away what older nodes need; update every node, then migrate it");
        assertThat(Contracting.open(address, Store.Contract.ACKNOWLEDGED, 2)).isEqualTo("without note");
        assertThatThrownBy(() -> Contracting.open(address, Store.Contract.ACKNOWLEDGED, 0))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageMatching("the database has schema \\d+, and this redoubt knows \\d+; .*");
    }

    /// The copy has the schema that was there, with what the next one takes away.
    @Test
    void store_is_copied_before_it_is_migrated_with_all_that_it_has(@TempDir Path directory) throws Exception {
        PostgresCluster cluster = PostgresCluster.shared();
        try (StoreUnderTest.OnPostgres under =
                new StoreUnderTest.OnPostgres(directory, cluster.newDatabase(), cluster)) {
            for (int i = 0; i < 3; i++) {
                ChildMain.writeNext(under.store);
            }
            SecretBytes body = SecretBytes.ofUtf8("body");
            under.store.inTransaction(
                    t -> t.changes().add(new Changes.New("chg_1", "block", "planned", null, StoreUnderTest.NOW, body)));
            Path place = directory.resolve("postgresql.db");
            assertThat(Contracting.open(under.address, place, 1)).isEqualTo("with note");
            Path first = only(directory, "postgresql.db.before-");
            under.tamper("UPDATE change SET note = 'keep me'");
            assertThat(Contracting.open(under.address, place, 2)).isEqualTo("without note");
            Files.move(first, directory.resolve("first.db"));
            Path second = only(directory, "postgresql.db.before-");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second)))
                    .isEqualTo("rw-------");
            try (Connection copy = DriverManager.getConnection("jdbc:sqlite:" + second);
                    var note = copy.createStatement().executeQuery("SELECT note FROM change")) {
                assertThat(note.getString(1)).isEqualTo("keep me");
            }
            try (DataDirectory data = DataDirectory.openOrCreate(directory.resolve("back"))) {
                Files.move(directory.resolve("first.db"), data.database());
                try (Store back = Store.open(
                        data, under.key, VersionRecorder.none(), StoreUnderTest.clock(), new SecureRandom())) {
                    assertThat(back.verify(under.versions()).findings()).isEmpty();
                    assertThat(ChildMain.writeNext(back)).isEqualTo(4);
                }
            }
        }
    }

    private static Path only(Path directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith(prefix))
                    .toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }
}
