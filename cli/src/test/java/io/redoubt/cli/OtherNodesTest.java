package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.ProcessReferences;
import io.redoubt.assembly.StorePlace;
import io.redoubt.cli.output.Terminal;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Confidential;
import io.redoubt.store.KeyFile;
import io.redoubt.store.PolicyRevisions.NodeReport;
import io.redoubt.store.PublishedCheckpoints.Published;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.SecretPath;
import io.redoubt.testkit.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said on one of two nodes that share a PostgreSQL.
class OtherNodesTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final String PASSWORD = "a-password-of-the-tests";

    @TempDir
    private Path directory;

    private static PostgresServer server;
    private static int databases;

    private String database;
    private String url;

    @BeforeAll
    static void start() {
        server = PostgresServer.durable(PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, "redoubt", PASSWORD);
    }

    /// What a command printed, and its exit status in the last line where it is not 0.
    private String redoubt(String node, String... words) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        int status;
        try (PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8)) {
            status = Main.run(
                    Stream.concat(Stream.of(words), Stream.of("--data", node, "--key-file", "root.key"))
                            .toArray(String[]::new),
                    new Surroundings(
                            terminal,
                            terminal,
                            Map.of(),
                            directory,
                            1000,
                            directory,
                            () -> NOW,
                            Terminal.none(),
                            Progress.Audience.NOBODY,
                            List.of(),
                            Optional.empty(),
                            _ -> new char[0]));
        }
        return shown.toString(StandardCharsets.UTF_8) + (status == 0 ? "" : "[exit " + status + "]\n");
    }

    @BeforeEach
    void make_two_nodes() throws IOException, SQLException {
        database = "nodes" + ++databases;
        try (Connection connection = connect("redoubt");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        url = "postgresql://redoubt:" + PASSWORD + "@127.0.0.1:" + server.port() + "/" + database;
        Files.writeString(directory.resolve("database-url"), url + "\n");
        Files.writeString(directory.resolve("redoubt.yaml"), """
                redoubt: 1
                service: shop
                store: { postgresql: { url: { file: database-url } } }
                """);
        for (String node : List.of("web-1", "web-2")) {
            Path data = Files.createDirectory(directory.resolve(node));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            Files.writeString(Files.createDirectory(data.resolve("ledger")).resolve("node"), node + "\n");
            open(node).close();
        }
    }

    private Instance open(String node) {
        return Instance.openOrCreate(
                new InstancePlace(
                        "shop",
                        directory.resolve(node),
                        new KeyFile(directory.resolve("root.key"), new SecureRandom()),
                        new StorePlace.InPostgresql(
                                new Confidential.Literal(url),
                                Optional.empty(),
                                new ProcessReferences(Map.of(), directory))),
                () -> NOW,
                new SecureRandom());
    }

    /// Shows this node's ledger to the other one, and records what that one shows.
    private String look(String node) {
        return redoubt(node, "check", "--only", "ledger");
    }

    private static void put(Instance node, String value, long expected) {
        node.store()
                .inTransaction(transaction -> transaction
                        .secrets()
                        .put(SecretPath.parse("db/password"), SecretBytes.ofUtf8(value), expected, NOW));
    }

    @Test
    void ledger_verify_says_nothing_of_nodes_that_were_never_seen() {
        assertThat(redoubt("web-1", "ledger", "verify")).isEqualTo("""
                evidence: 2 entries, intact; tail unproven: no checkpoint from elsewhere
                access: 0 entries, intact; tail unproven: no checkpoint from elsewhere
                """);
    }

    @Test
    void ledger_verify_counts_the_checkpoints_of_an_honest_node() throws IOException {
        look("web-2");
        look("web-1");
        assertThat(redoubt("web-1", "ledger", "verify")).isEqualTo("""
                evidence: 6 entries, intact; tail unproven: no checkpoint from elsewhere
                access: 1 entry, intact; tail unproven: no checkpoint from elsewhere
                other nodes: 2 checkpoints of 2 streams recorded, none contradicted
                """);
        try (Instance two = open("web-2")) {
            keep(two.ledger(LedgerStream.EVIDENCE).checkpoint().note());
        }
        assertThat(redoubt("web-1", "ledger", "verify", "--against", "kept.txt"))
                .endsWith("\nother nodes: 2 checkpoints of 2 streams recorded, none contradicted\n");
    }

    @Test
    void ledger_verify_names_the_node_that_was_set_back_and_fails() {
        Checkpoint earlier;
        try (Instance two = open("web-2")) {
            earlier = two.ledger(LedgerStream.EVIDENCE).checkpoint();
            two.record(LedgerStream.EVIDENCE, "test.happened", "user:kim", "host:web", Map.of());
        }
        look("web-2");
        look("web-1");
        try (Instance two = open("web-2")) {
            String key = two.ledger(LedgerStream.EVIDENCE).key().toString();
            two.store().inTransaction(transaction -> {
                transaction
                        .publishedCheckpoints()
                        .publish(new Published("web-2", "evidence", key, earlier.note(), NOW));
                return null;
            });
        }
        look("web-1");
        assertThat(redoubt("web-1", "ledger", "verify")).isEqualTo("""
                evidence: 9 entries, intact; tail unproven: no checkpoint from elsewhere
                access: 1 entry, intact; tail unproven: no checkpoint from elsewhere
                other nodes: 2 checkpoints of 2 streams recorded, 1 finding
                  shop/web-2/evidence: shrank from 2 entries to 1
                [exit 1]
                """);
    }

    @Test
    void ledger_verify_fails_where_the_other_nodes_key_did_not_sign_what_was_kept_elsewhere() throws IOException {
        look("web-2");
        look("web-1");
        try (Instance two = open("web-2")) {
            Checkpoint newest = two.ledger(LedgerStream.EVIDENCE).checkpoint();
            keep(newest.note().replaceFirst("\n" + newest.size() + "\n", "\n" + (newest.size() + 7) + "\n"));
        }
        assertThat(redoubt("web-1", "ledger", "verify", "--against", "kept.txt"))
                .endsWith("""
                other nodes: 2 checkpoints of 2 streams recorded, 1 finding
                  shop/web-2/evidence: the checkpoint from elsewhere is not signed by the pinned key
                [exit 1]
                """);
    }

    @Test
    void policy_forget_takes_a_node_that_is_gone_once_and_one_that_goes_on_never() {
        assertThat(redoubt("web-1", "policy", "activate")).contains("revision 1");
        assertThat(redoubt("web-2", "policy", "forget", "web-1"))
                .startsWith("error: node web-1 is not gone: it said at 2026-11-24T08:00:00Z that it goes on\n")
                .endsWith("[exit 2]\n");
        try (Instance two = open("web-2")) {
            two.store().inTransaction(transaction -> {
                transaction.revisions().report(new NodeReport("web-9", "0".repeat(64), NOW.minusSeconds(7_200)));
                return null;
            });
        }
        assertThat(redoubt("web-2", "check", "--only", "policy")).contains("web-9 has said nothing since");
        assertThat(redoubt("web-2", "policy", "forget", "web-9"))
                .isEqualTo("node web-9 is forgotten; that it is, is recorded\n");
        assertThat(redoubt("web-2", "check", "--only", "policy")).doesNotContain("web-9");
        assertThat(redoubt("web-2", "policy", "forget", "web-9"))
                .startsWith("error: no node web-9 has reported which policy it runs\n");
    }

    private void keep(String note) throws IOException {
        Files.writeString(directory.resolve("kept.txt"), note + "\n");
    }

    /// As a node leaves them that died between its state change and its ledger.
    @Test
    void store_verify_names_the_entries_that_another_node_has_not_taken_and_is_sound() {
        try (Instance two = open("web-2")) {
            put(two, "correct horse", 0);
            assertThat(redoubt("web-1", "store", "verify")).isEqualTo("""
                    11 rows, 9 sealed values, 0 findings
                    2 entries for web-2/evidence, waiting since 2026-11-24T08:00:00Z until that node starts
                    """);
        }
        assertThat(redoubt("web-1", "store", "verify"))
                .as("it has taken them")
                .isEqualTo("9 rows, 7 sealed values, 0 findings\n");
    }

    @Test
    void store_verify_fails_by_a_row_that_is_gone_and_names_what_waits_after_it() throws SQLException {
        try (Instance one = open("web-1")) {
            put(one, "correct horse", 0);
        }
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM redoubt.secret_value"))
                    .isEqualTo(1);
        }
        try (Instance two = open("web-2")) {
            two.store().keys().rotate();
            assertThat(redoubt("web-1", "store", "verify").replaceFirst("sec_[0-9a-f]{32}", "sec_0"))
                    .isEqualTo("""
                    secret_value sec_0/1: is not there, the ledger knows version 1
                    10 rows, 8 sealed values, 1 finding
                    1 entry for web-2/evidence, waiting since 2026-11-24T08:00:00Z until that node starts
                    [exit 1]
                    """);
        }
    }
}
