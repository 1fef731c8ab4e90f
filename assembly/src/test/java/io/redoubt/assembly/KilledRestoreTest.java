package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.data.OwnBackups;
import io.redoubt.data.Recipients;
import io.redoubt.data.RestoreOutcome;
import io.redoubt.store.Secrets;
import io.redoubt.store.StoreException;
import io.redoubt.testkit.AgeIdentity;
import io.redoubt.testkit.ChildJvm;
import io.redoubt.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a restore into PostgreSQL, between its two places.
class KilledRestoreTest {

    private static final String PASSWORD = "secret";

    @TempDir
    Path directory;

    @Test
    void restore_killed_with_the_database_filled_changes_nothing_else_and_is_refused_until_that_is_put_aside()
            throws Exception {
        AgeIdentity identity = AgeIdentity.make(directory.resolve("backup.key"));
        try (PostgresServer server = PostgresServer.durable(PASSWORD)) {
            String url = "postgresql://redoubt:" + PASSWORD + "@127.0.0.1:" + server.port() + "/redoubt";
            Path home = Files.createDirectory(directory.resolve("web-1"));
            InstancePlace place = SharingInstance.place(home, url);
            Path backup;
            try (Instance instance = SharingInstance.open(home, url)) {
                InstanceTest.put(instance, 0);
                backup = new OwnBackups(TestPolicies.TODAY)
                        .create(
                                new InstanceBackup(instance, "test"),
                                Recipients.of(List.of(identity.recipient())),
                                home)
                        .file();
                InstanceTest.put(instance, 1);
            }
            putAside(server, "lost");
            Map<String, String> before = content(place.data());

            try (ChildJvm child = ChildJvm.start(KilledRestore.class, backup, identity.file(), home, url)) {
                child.killAt("filled");
            }
            assertThat(content(place.data())).isEqualTo(before);
            // The store is the restored one, in its new epoch, and the ledger the one that was given up.
            assertThatThrownBy(() -> SharingInstance.open(home, url)).isInstanceOf(StoreException.Refused.class);
            assertThatThrownBy(() -> KilledRestore.restore(backup, identity.file(), place, UnaryOperator.identity()))
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessageContaining("ALTER SCHEMA");
            assertThat(content(place.data())).isEqualTo(before);

            putAside(server, "half");
            assertThat(KilledRestore.restore(backup, identity.file(), place, UnaryOperator.identity()))
                    .isInstanceOf(RestoreOutcome.Restored.class);
            try (Instance instance = Instance.open(place, TestPolicies.TODAY, new SecureRandom())) {
                assertThat(instance.verifyStore().findings()).isEmpty();
                assertThat(instance.store()
                                .<List<Secrets.Info>>read(
                                        transaction -> transaction.secrets().versions(InstanceTest.PATH)))
                        .hasSize(1);
            }
        }
    }

    private static void putAside(PostgresServer server, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.port() + "/redoubt", "redoubt", PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SCHEMA redoubt RENAME TO " + name);
        }
    }

    /// All but the lock, which names who held it last.
    private static Map<String, String> content(Path tree) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(tree.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        content.remove("lock");
        return content;
    }
}
