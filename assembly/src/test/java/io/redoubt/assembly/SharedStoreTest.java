package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.Secrets.Info;
import io.redoubt.store.StoreException;
import io.redoubt.store.Verification.Finding;
import io.redoubt.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several nodes on one PostgreSQL.
class SharedStoreTest {

    private static final String PASSWORD = "a password of the tests";

    @TempDir
    Path directory;

    private PostgresServer server;

    @BeforeEach
    void start() {
        server = PostgresServer.durable(PASSWORD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String url() {
        return "postgresql://redoubt:" + PASSWORD.replace(" ", "%20") + "@127.0.0.1:" + server.port() + "/redoubt";
    }

    private Path node(String name) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        Path data = Files.createDirectory(home.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Path ledger = Files.createDirectory(data.resolve("ledger"));
        Files.writeString(ledger.resolve("node"), name + "\n");
        Path key = directory.resolve("web-1/root.key");
        if (Files.exists(key) && !name.equals("web-1")) {
            Files.copy(key, home.resolve("root.key"), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return home;
    }

    private static Process start(Path home, String url) throws IOException {
        String path = Stream.of(
                        System.getProperty("jdk.module.path"),
                        System.getProperty("java.class.path"),
                        Path.of("target/test-classes").toAbsolutePath().toString())
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(":"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        path,
                        SharingInstance.class.getName(),
                        home.toString(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(home.resolve("output").toFile())
                .start();
    }

    @Test
    void two_processes_lose_nothing_and_each_ledger_tells_all_of_it() throws Exception {
        Path one = node("web-1");
        SharingInstance.open(one, url()).close();
        Path two = node("web-2");
        List<Process> nodes = new ArrayList<>(List.of(start(one, url()), start(two, url())));
        try {
            for (Process node : nodes) {
                assertThat(node.waitFor(5, TimeUnit.MINUTES)).isTrue();
                assertThat(node.exitValue()).isZero();
            }
        } finally {
            nodes.forEach(Process::destroyForcibly);
        }
        assertThat(one.resolve("output")).hasContent("open\ndone");
        long both = 2L * SharingInstance.TURNS;
        for (Path home : List.of(one, two)) {
            try (Instance instance = SharingInstance.open(home, url())) {
                assertThat(instance.policies().active()).map(Activation::number).hasValue(both);
                assertThat(instance.store().<List<Info>>read(t -> t.secrets().versions(SharingInstance.COUNTER)))
                        .extracting(Info::number)
                        .contains(both)
                        .doesNotHaveDuplicates();
                instance.posture().catchUp();
                long entries =
                        instance.ledger(LedgerStream.EVIDENCE).checkpoint().size();
                assertThat(instance.store()
                                .<Long>read(t ->
                                        t.posture().applied(instance.node()).orElseThrow()))
                        .isEqualTo(entries - 1);
                assertThat(instance.ledger(LedgerStream.EVIDENCE).read(0, 10_000))
                        .extracting(entry -> entry.event().id())
                        .doesNotHaveDuplicates();
                assertThat(instance.store()
                                .<List<String>>read(t -> t.revisions().reports().stream()
                                        .map(report -> report.node())
                                        .toList()))
                        .containsExactlyInAnyOrder("web-1", "web-2");
                instance.store().keys().retire();
                assertThat(instance.verifyStore().findings()).isEmpty();
            }
        }
    }

    @Test
    void row_that_another_node_wrote_is_missed_when_somebody_deletes_it() throws Exception {
        Path one = node("web-1");
        SharingInstance.open(one, url()).close();
        Path two = node("web-2");
        SharingInstance.open(two, url()).close();
        try (Instance writer = SharingInstance.open(two, url())) {
            InstanceTest.put(writer, 0);
        }
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.port() + "/redoubt", "redoubt", PASSWORD);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM redoubt.secret_value"))
                    .isOne();
        }
        try (Instance other = SharingInstance.open(one, url())) {
            assertThat(other.verifyStore().findings()).singleElement().isInstanceOf(Finding.Missing.class);
        }
    }

    @Test
    void node_without_the_root_key_makes_no_other() throws Exception {
        SharingInstance.open(node("web-1"), url()).close();
        Path two = node("web-2");
        Files.delete(two.resolve("root.key"));
        assertThatThrownBy(() -> SharingInstance.open(two, url())).isInstanceOf(StoreException.KeyMissing.class);
        assertThat(two.resolve("root.key")).doesNotExist();
    }

    @Test
    void ledger_of_another_store_is_refused() throws Exception {
        Path one = node("web-1");
        SharingInstance.open(one, url()).close();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + server.port() + "/redoubt", "redoubt", PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA redoubt CASCADE");
        }
        assertThatThrownBy(() -> SharingInstance.open(one, url()))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("the store does not know node web-1");
    }
}
