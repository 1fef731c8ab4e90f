package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redoubt.store.engine.PostgresEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Why a database can't be opened, as the operator is told.
class PostgresOpeningTest {

    private static PostgresCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        cluster = PostgresCluster.start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static PostgresAddress as(String user, String password, String database) {
        return new PostgresAddress("127.0.0.1", cluster.port(), database, user, SecretBytes.ofUtf8(password), null);
    }

    private static void execute(String database, String... statements) throws SQLException {
        try (Connection connection = cluster.connect(database);
                var statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String refusal(PostgresAddress address) {
        return catchThrowableOfType(
                        StoreException.class,
                        () -> PostgresEngine.open(address, Store.Contract.REFUSED)
                                .close())
                .getMessage();
    }

    @Test
    void user_who_may_not_make_a_schema_is_told_so() throws Exception {
        PostgresAddress empty = cluster.newEmptyDatabase();
        execute(empty.database(), "CREATE ROLE poor LOGIN PASSWORD 'a poor password'");
        assertThat(refusal(as("poor", "a poor password", empty.database())))
                .contains("could not be brought from schema 0 to ")
                .contains(": permission denied for database " + empty.database() + " (42501)")
                .doesNotContain("a poor password")
                .doesNotContain("\n");
    }

    @Test
    void schema_with_tables_of_somebody_else_is_named() throws Exception {
        PostgresAddress used = cluster.newEmptyDatabase();
        execute(used.database(), "CREATE SCHEMA redoubt", "CREATE TABLE redoubt.mine (id int)");
        assertThat(refusal(cluster.address(used.database())))
                .contains("non-empty schema(s) \"redoubt\"")
                .doesNotContain("baseline")
                .doesNotContain("\n");
    }

    @Test
    void login_that_is_refused_is_told() {
        String database = cluster.newEmptyDatabase().database();
        assertThat(refusal(as("redoubt", "not the password", database)))
                .startsWith("the database refuses the login")
                .contains("28P01")
                .doesNotContain("not the password");
        assertThat(refusal(as("redoubt", "", database)))
                .startsWith("the database refuses the login without a password");
        assertThat(refusal(as("nobody", "whatever it is", database))).startsWith("the database refuses the login");
    }

    @Test
    void database_that_is_not_there_is_named() {
        assertThat(refusal(cluster.address("nowhere"))).startsWith("there is no database nowhere; ");
    }

    @Test
    void server_that_does_not_run_is_named() throws IOException {
        assertThat(refusal(PostgresCluster.address(closedPort(), "shop")))
                .startsWith("the database is not reached at 127.0.0.1:");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void server_that_does_not_answer_is_given_up() throws Exception {
        PostgresAddress address = cluster.newEmptyDatabase();
        cluster.freeze();
        Instant begin = Instant.now();
        String refusal;
        try {
            refusal = refusal(address);
        } finally {
            cluster.thaw();
        }
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(refusal).startsWith("the database at " + address + " did not answer within 10 s");
    }
}
