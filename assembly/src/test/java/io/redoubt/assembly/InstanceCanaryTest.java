package io.redoubt.assembly;

import static io.redoubt.assembly.InstanceTest.CANARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.TimeOrderedId;
import io.redoubt.data.OwnBackups;
import io.redoubt.data.Recipients;
import io.redoubt.store.ChallengeBoard;
import io.redoubt.store.Changes;
import io.redoubt.store.IssuedCertificates;
import io.redoubt.store.LedgerKeys;
import io.redoubt.store.Outbox;
import io.redoubt.store.Posture;
import io.redoubt.store.SecretBytes;
import io.redoubt.testkit.AgeIdentity;
import io.redoubt.testkit.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is planted in every sealed column and name is found nowhere: in the store, its logs, the ledger, a backup.
class InstanceCanaryTest {

    private static final SecretBytes VALUE = SecretBytes.ofUtf8("before " + CANARY + " after");
    /// Of no node that works here, so that nobody else touches what is its.
    private static final String ELSEWHERE = "web-9";

    @TempDir
    private Path directory;

    private static void plant(Instance instance) {
        Instant now = TestPolicies.TODAY.instant();
        instance.policies().activate(InstanceTest.policy(), 0, CANARY, "user:kim");
        InstanceTest.put(instance, 0);
        instance.store().inTransaction(transaction -> {
            transaction
                    .changes()
                    .add(new Changes.New(
                            new TimeOrderedId("chg", new SecureRandom()).next(now),
                            "intent " + CANARY,
                            "planned",
                            null,
                            now,
                            VALUE));
            transaction.payloads().save("commitment", now, VALUE);
            transaction.outbox().add(new Outbox.New("evt_1", ELSEWHERE, "access", now, VALUE));
            transaction
                    .ledgerKeys()
                    .add(new LedgerKeys.LedgerKey(
                            ELSEWHERE, 1, now, "A".repeat(43) + "=", SecretBytes.ofUtf8(CANARY + CANARY)));
            transaction
                    .certificates()
                    .add(new IssuedCertificates.New(CANARY, "taken", now, now, now.plusSeconds(9), VALUE, VALUE));
            transaction.issuance().save(CANARY, 0, now, VALUE);
            transaction.challenges().publish(new ChallengeBoard.Posted("chl_1", "http-01", now.plusSeconds(9), VALUE));
            transaction.issuerKeys().save("internal", 0, now, VALUE, VALUE);
            transaction
                    .posture()
                    .apply(new Posture.Observation(
                            "tls.renewal", "https://" + CANARY, "wire", "FAIL", now, VALUE, ELSEWHERE, 0));
            return null;
        });
        instance.settle();
    }

    @Test
    void canary_is_found_nowhere_beside_sqlite() throws Exception {
        try (Instance instance = InstanceTest.open(directory)) {
            plant(instance);
            assertThat(instance.verifyStore().findings()).isEmpty();
            // While the store is open, so that its log is there, too.
            assertNowhere(everything(directory.resolve("shop"), "policy.activated", "SQLite format 3", "store.db-wal"));
            assertNowhere(openedBackup(instance));
        }
        assertNowhere(everything(directory.resolve("shop"), "policy.activated", "SQLite format 3"));
    }

    @Test
    void canary_is_found_nowhere_beside_postgresql() throws Exception {
        try (PostgresServer server = PostgresServer.durable("pw")) {
            try (Instance instance = SharingInstance.open(
                    directory, "postgresql://redoubt:pw@127.0.0.1:" + server.port() + "/redoubt")) {
                plant(instance);
                assertThat(instance.verifyStore().findings()).isEmpty();
                assertEverySealedColumnIsPlanted(server.port());
                assertNowhere(openedBackup(instance));
            }
            // Now its files stand still, and its write-ahead log has all of it.
            server.crash();
            assertNowhere(everything(server.data(), "policy_revision", "pg_wal/0"));
            assertNowhere(everything(directory.resolve("data"), "policy.activated"));
        }
    }

    /// A column that is sealed later needs a canary, too.
    private static void assertEverySealedColumnIsPlanted(int port) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/redoubt", "redoubt", "pw");
                Statement statement = connection.createStatement()) {
            List<String> empty = new ArrayList<>();
            int columns = 0;
            try (ResultSet found = statement.executeQuery("SELECT table_name, column_name FROM"
                    + " information_schema.columns WHERE table_schema = 'redoubt' AND data_type = 'bytea'"
                    + " AND table_name <> 'job'")) {
                while (found.next()) {
                    columns++;
                    String table = found.getString(1);
                    String column = found.getString(2);
                    if (!isPlanted(connection, table, column)) {
                        empty.add(table + "." + column);
                    }
                }
            }
            assertThat(columns).isGreaterThanOrEqualTo(20);
            assertThat(empty).isEmpty();
        }
    }

    private static boolean isPlanted(Connection connection, String table, String column) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(" + column + ") FROM redoubt.\"" + table + "\"")) {
            return row.next() && row.getLong(1) > 0;
        }
    }

    /// Whoever has the key of a backup, and not the root key, finds the sealed store in it. The plain tar.
    private byte[] openedBackup(Instance instance) throws IOException, InterruptedException {
        AgeIdentity identity = AgeIdentity.make(directory.resolve("backup.key"));
        Path cold = Files.createDirectory(directory.resolve("cold"));
        Path file = new OwnBackups(TestPolicies.TODAY)
                .create(new InstanceBackup(instance, "test"), Recipients.of(List.of(identity.recipient())), cold)
                .file();
        assertNowhere(Files.readAllBytes(file));
        Process opened = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "age -d -i \"$0\" \"$1\" | zstd -d",
                        identity.file().toString(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] tar = opened.getInputStream().readAllBytes();
        assertThat(opened.waitFor()).isZero();
        assertThat(new String(tar, StandardCharsets.ISO_8859_1)).contains("ustar", "SQLite format 3");
        return tar;
    }

    private static void assertNowhere(byte[] bytes) {
        String hay = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String canary : List.of(CANARY, CANARY.toLowerCase(Locale.ROOT))) {
            for (String spelled : spelled(canary)) {
                assertThat(hay.contains(spelled)).as(spelled).isFalse();
            }
        }
    }

    /// The names of all files and what is in them.
    ///
    /// @param there what shows that the search sees what is there
    private static byte[] everything(Path tree, String... there) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.write(file.toString().getBytes(StandardCharsets.UTF_8));
                all.write(Files.readAllBytes(file));
            }
        }
        assertThat(all.toString(StandardCharsets.ISO_8859_1)).contains(there);
        return all.toByteArray();
    }

    private static List<String> spelled(String canary) {
        byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of(
                canary,
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                new String(canary.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
                new String(canary.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1)));
        for (int skipped = 0; skipped < 3; skipped++) {
            // Whole groups of three bytes are spelled the same wherever they stand.
            int whole = (bytes.length - skipped) / 3 * 3;
            byte[] inner = Arrays.copyOfRange(bytes, skipped, skipped + whole);
            all.add(Base64.getEncoder().encodeToString(inner));
            all.add(Base64.getUrlEncoder().encodeToString(inner));
        }
        return all;
    }
}
