package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.store.engine.PostgresEngine;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.ChildJvm;
import io.redoubt.testkit.IssuedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database that is not on this machine is spoken to in TLS alone, and only when its certificate holds. The child
/// that opens it knows the server by names from a hosts file: for the client it is elsewhere.
class PostgresTlsTest {

    private static CertificateForge forge;
    private static PostgresCluster cluster;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        forge = CertificateForge.at(Instant.now());
        IssuedCertificate certificate = forge.issue(forge.recipe().named("db.example.com"));
        cluster = PostgresCluster.startWithTls(certificate);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        forge.close();
    }

    /// Opens the store, says so, and holds it until it may go on; or says why not.
    static final class Opening {
        public static void main(String[] arguments) throws IOException {
            PostgresAddress there = PostgresCluster.address(Integer.parseInt(arguments[1]), arguments[2]);
            PostgresAddress address = new PostgresAddress(
                    arguments[0],
                    there.port(),
                    there.database(),
                    there.user(),
                    there.password(),
                    Path.of(arguments[3]));
            try (var _ = PostgresEngine.open(address, Store.Contract.REFUSED)) {
                System.out.println("open");
                // A line, or the end of whoever would have written it.
                System.in.read();
            } catch (StoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private ChildJvm open(String host, PostgresAddress address, Path roots) throws IOException {
        Path hosts = Files.writeString(
                directory.resolve("hosts"), "127.0.0.1 db.example.com\n127.0.0.1 other.example.com\n");
        return ChildJvm.startWith(
                List.of("-Djdk.net.hosts.file=" + hosts),
                Opening.class,
                host,
                address.port(),
                address.database(),
                roots);
    }

    @Test
    void connection_to_another_machine_is_encrypted() throws Exception {
        PostgresAddress address = cluster.newEmptyDatabase();
        try (ChildJvm child = open("db.example.com", address, forge.rootFile())) {
            assertThat(child.line()).isEqualTo("open");
            assertThat(versionsInUse(address.database())).isNotEmpty().containsOnly("TLSv1.3");
            child.goOn();
            assertThat(child.end()).isZero();
        }
    }

    private static List<String> versionsInUse(String database) throws SQLException {
        List<String> versions = new java.util.ArrayList<>();
        try (Connection connection = cluster.connect("postgres");
                var statement = connection.prepareStatement(
                        "SELECT coalesce(s.version, 'none') FROM pg_stat_ssl s"
                                + " JOIN pg_stat_activity a USING (pid) WHERE a.datname = ? AND a.application_name = 'redoubt'")) {
            statement.setString(1, database);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    versions.add(rows.getString(1));
                }
            }
        }
        return versions;
    }

    private String refusal(String host, PostgresAddress address, Path roots) throws IOException {
        try (ChildJvm child = open(host, address, roots)) {
            return child.line();
        }
    }

    @Test
    void certificate_of_another_name_is_refused() throws Exception {
        assertThat(refusal("other.example.com", cluster.newEmptyDatabase(), forge.rootFile()))
                .isEqualTo(
                        "the certificate of the database does not hold; it must be good for the host of the URL and come"
                                + " from a root of store.postgresql.trust, or without that from one of the Java runtime");
    }

    @Test
    void certificate_of_an_unknown_root_is_refused() throws Exception {
        try (CertificateForge other = CertificateForge.at(Instant.now())) {
            assertThat(refusal("db.example.com", cluster.newEmptyDatabase(), other.rootFile()))
                    .startsWith("the certificate of the database does not hold");
        }
    }

    /// As someone between the two would have it, to see password and data.
    @Test
    void server_that_offers_no_tls_is_refused() throws Exception {
        assertThat(refusal("db.example.com", PostgresCluster.shared().newEmptyDatabase(), forge.rootFile()))
                .isEqualTo(
                        "the database offers no TLS, and is not on this machine; set ssl = on in postgresql.conf, with a"
                                + " certificate for the host of the URL");
    }

    @Test
    void roots_that_are_no_file_are_named() throws Exception {
        assertThat(refusal("db.example.com", cluster.newEmptyDatabase(), directory.resolve("none.pem")))
                .contains("none.pem");
    }
}
