package io.redoubt.acceptance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.AgeIdentity;
import io.redoubt.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole life of an instance whose store is in a PostgreSQL.
class PostgresqlLifeTest {

    private static final String PASSWORD = "Canary7Qx-of-the-database";
    private static int databases;
    private static PostgresServer server;

    @TempDir
    private Path directory;

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

    private static String newDatabase() throws SQLException {
        String name = "life" + ++databases;
        try (Connection connection = connect("redoubt");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return name;
    }

    /// The file that the policy takes the address from.
    private void address(String database) throws IOException {
        Files.writeString(
                directory.resolve("database-url"),
                "postgresql://redoubt:" + PASSWORD + "@127.0.0.1:" + server.port() + "/" + database + "\n");
    }

    private Node node() throws IOException {
        return new Node(directory, "{ postgresql: { url: { file: database-url } } }");
    }

    private static String done(Node.Ran ran) {
        assertThat(ran.status()).as(ran.output()).isZero();
        assertThat(ran.output()).doesNotContain(PASSWORD);
        return ran.output();
    }

    private static Path backupIn(Path cold) throws IOException {
        try (Stream<Path> files = Files.list(cold)) {
            return files.filter(each -> each.toString().endsWith(".age"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String standing(Node node) {
        String status = node.tls("status").output();
        return status.substring(status.indexOf("section"));
    }

    @Test
    void instance_lives_on_postgresql_from_its_beginning_to_its_restore() throws Exception {
        address(newDatabase());
        Node node = node();
        done(node.redoubt("init"));
        assertThat(node.data().resolve("store.db")).doesNotExist();
        assertThat(node.tls("check").status()).isOne();
        assertThat(done(node.redoubt("policy", "activate"))).contains("revision 1");

        String change = node.redoubt("plan").change();
        done(node.redoubt("apply", change));
        assertThat(node.mode()).isEqualTo("rw-------");
        done(node.redoubt("undo", change));
        assertThat(node.mode()).isEqualTo("rw-r--r--");
        change = node.redoubt("plan").change();
        done(node.redoubt("apply", change));
        done(node.redoubt("confirm", change));
        done(node.tls("check"));

        assertThat(done(node.redoubt("key", "rotate"))).containsOnlyOnce("data key");
        assertThat(done(node.redoubt("store", "verify"))).contains(", 0 findings");
        assertThat(done(node.redoubt("ledger", "verify"))).contains("intact");
        assertThat(done(node.redoubt("store", "rebuild"))).contains("standings");
        String before = standing(node);

        AgeIdentity identity = AgeIdentity.make(directory.resolve("backup.key"));
        Path cold = Files.createDirectory(directory.resolve("cold"));
        done(node.redoubt("backup", "create", cold.toString(), "--recipient", identity.recipient()));
        String file = backupIn(cold).toString();
        done(node.redoubt(
                "backup", "verify", file, "--identity", identity.file().toString()));

        String[] restore = {
            "backup", "restore", file, "--identity", identity.file().toString(), "--replace", "--acknowledge-rollback"
        };
        Node.Ran refused = node.redoubt(restore);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.output()).contains("the target is not empty", "ALTER SCHEMA redoubt RENAME TO redoubt_old");
        assertThat(standing(node)).isEqualTo(before);

        address(newDatabase());
        assertThat(done(node.redoubt(restore))).contains("now in epoch 2");
        assertThat(standing(node)).isEqualTo(before);
        assertThat(done(node.redoubt("store", "verify"))).contains(", 0 findings");
        assertThat(done(node.redoubt("ledger", "verify"))).contains("intact");
    }

    @Test
    void store_moves_there_and_back_and_each_place_that_was_left_says_so() throws Exception {
        address(newDatabase());
        Node embedded = new Node(directory);
        done(embedded.redoubt("init"));
        embedded.tls("check");
        String before = standing(embedded);
        assertThat(embedded.redoubt("store", "migrate", "--to", "postgresql").output())
                .contains("names no PostgreSQL", "hint: declare it");

        Node node = node();
        Node.Ran early = node.tls("status");
        assertThat(early.status()).isEqualTo(2);
        assertThat(early.output()).contains("holds one that was not moved", "store migrate --to postgresql");
        assertThat(done(node.redoubt("store", "migrate", "--to", "postgresql"))).contains("each compared");
        assertThat(standing(node)).isEqualTo(before);
        done(node.redoubt("policy", "activate"));

        new Node(directory).declare("enforce");
        Node.Ran left = embedded.tls("status");
        assertThat(left.status()).isEqualTo(2);
        assertThat(left.output()).contains("is in PostgreSQL", "hint: declare it under `store`");

        node.declare("enforce");
        assertThat(done(node.redoubt("store", "migrate", "--to", "embedded")))
                .contains("take `store` out of the policy");
        Node.Ran away = node.tls("status");
        assertThat(away.status()).isEqualTo(2);
        assertThat(away.output()).contains("holds one that was not moved", "or take `store` out of the policy");
        embedded.declare("enforce");
        assertThat(standing(embedded)).isEqualTo(before);
        assertThat(done(embedded.redoubt("store", "verify"))).contains(", 0 findings");
    }

    @Test
    void database_that_is_not_reached_is_said_without_its_password() throws Exception {
        address("nowhere");
        Node.Ran ran = node().redoubt("init");
        assertThat(ran.status()).isNotZero();
        assertThat(ran.output()).contains("error: ", "hint: ").doesNotContain(PASSWORD);
        Files.writeString(directory.resolve("database-url"), "postgresql://redoubt:" + PASSWORD + "@127.0.0.1:1/x");
        ran = node().tls("status");
        assertThat(ran.status()).isNotZero();
        assertThat(ran.output()).contains("the database is not reached").doesNotContain(PASSWORD);
    }

    @Test
    void second_node_with_the_same_name_is_refused_until_it_has_its_own() throws Exception {
        address(newDatabase());
        Node one = node();
        done(one.redoubt("init"));
        one.tls("check");
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.copy(directory.resolve("database-url"), other.resolve("database-url"));
        Files.copy(
                directory.resolve("root.key"),
                other.resolve("root.key"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Node two = new Node(other, "{ postgresql: { url: { file: database-url } } }");
        Node.Ran refused = two.redoubt("init");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.output()).contains("another node of this store is called", "hint: give this one a name");
        Files.writeString(two.data().resolve("ledger/node"), "web-2\n");
        two.tls("check");
        assertThat(done(two.redoubt("store", "verify"))).contains(", 0 findings");
        assertThat(done(one.redoubt("store", "verify"))).contains(", 0 findings");
        done(two.redoubt("key", "rotate"));
        assertThat(done(one.redoubt("store", "verify"))).contains(", 0 findings");
        done(one.redoubt("key", "rotate"));
        assertThat(done(two.redoubt("store", "verify"))).contains(", 0 findings");
    }
}
