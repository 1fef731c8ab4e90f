package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.redoubt.control.Verdict;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator gets of the witnesses that the policy names.
class WitnessesTest {

    @TempDir
    private Path directory;

    private static Witnesses named(String witness, List<Path> roots) {
        return Witnesses.of(
                TestPolicies.read("redoubt: 1\nservice: shop\nledger: { witness: " + witness + " }\n"),
                roots,
                TestPolicies.TODAY);
    }

    private static Verdict look(Instance instance, Witnesses witnesses) throws Exception {
        LedgerIntactControl control = new LedgerIntactControl(instance.source(witnesses), TestPolicies.TODAY);
        return OwnInstance.look(control, "ledger:" + instance.node() + "/evidence");
    }

    private static void happens(Instance instance) {
        instance.record(LedgerStream.EVIDENCE, "test.happened", "user:kim", "host:web-1", Map.of());
    }

    @Test
    void look_publishes_and_proves_the_tail() throws Exception {
        Witnesses witnesses = named("{ file: \"" + directory.resolve("notes") + "\" }", List.of());
        try (Instance instance = InstanceTest.open(directory)) {
            happens(instance);
            assertThat(look(instance, witnesses)).isInstanceOf(Verdict.Pass.class);
            assertThat(look(instance, witnesses).toString()).contains("seen elsewhere to its end");
            happens(instance);
            assertThat(instance.publish(witnesses)).isEmpty();
            long lines = Files.size(directory.resolve("notes"));
            assertThat(instance.publish(witnesses)).isEmpty();
            assertThat(Files.size(directory.resolve("notes"))).isEqualTo(lines);
        }
    }

    /// Store and ledger together: nothing inside can show it.
    @Test
    void data_directory_that_was_put_back_as_a_whole_fails_by_the_witness_alone() throws Exception {
        Path notes = directory.resolve("notes");
        Witnesses witnesses = named("{ file: \"" + notes + "\" }", List.of());
        try (Instance instance = InstanceTest.open(directory)) {
            happens(instance);
        }
        Path older = directory.resolve("older");
        copy(directory.resolve("shop"), older);
        try (Instance instance = InstanceTest.open(directory)) {
            happens(instance);
            happens(instance);
            assertThat(instance.publish(witnesses)).isEmpty();
        }
        String kept = Files.readString(notes);
        delete(directory.resolve("shop"));
        copy(older, directory.resolve("shop"));
        try (Instance instance = InstanceTest.open(directory)) {
            assertThat(look(instance, Witnesses.none())).isInstanceOf(Verdict.Pass.class);
            assertThat(OwnInstance.deviations(look(instance, witnesses))
                            .getFirst()
                            .observed())
                    .contains("a checkpoint from elsewhere covers");
            happens(instance);
            assertThat(instance.publish(witnesses)).hasSize(1);
            assertThat(Files.readString(notes)).isEqualTo(kept);
        }
    }

    @Test
    void witness_that_does_not_answer_makes_the_verdict_unknown_and_loses_nothing() throws Exception {
        try (Socket holder = new Socket()) {
            // A port that is held, and where nobody listens.
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int closed = holder.getLocalPort();
            Witnesses witnesses = named(
                    "[ { url: \"http://127.0.0.1:%d/w\" }, { syslog: \"127.0.0.1:%d\" }, { file: \"%s\" } ]"
                            .formatted(closed, closed, directory.resolve("no/such/notes")),
                    List.of());
            try (Instance instance = InstanceTest.open(directory)) {
                happens(instance);
                assertThat(instance.publish(witnesses)).hasSize(3);
                assertThat(look(instance, witnesses))
                        .isInstanceOfSatisfying(
                                Verdict.Unknown.class,
                                unknown -> assertThat(unknown.why())
                                        .contains("witness http://127.0.0.1:" + closed + "/w: "));
                assertThat(instance.ledger(LedgerStream.EVIDENCE)
                                .verify(List.of())
                                .intact())
                        .isTrue();
            }
        }
    }

    @Test
    void https_witness_is_trusted_by_the_roots_that_are_named_and_by_no_other() throws Exception {
        Map<String, String> kept = new ConcurrentHashMap<>();
        try (CertificateForge forge = CertificateForge.at(Instant.now())) {
            HttpsServer server = server(forge.issue(forge.recipe().named("localhost")), kept);
            server.start();
            String url = "{ url: \"https://localhost:" + server.getAddress().getPort() + "/w/\" }";
            try (Instance instance = InstanceTest.open(directory)) {
                happens(instance);
                assertThat(named(url, List.of()).publish(List.of(instance.ledger(LedgerStream.EVIDENCE))))
                        .hasSize(1);
                assertThat(kept).isEmpty();
                assertThat(instance.publish(named(url, List.of(forge.rootFile()))))
                        .isEmpty();
                assertThat(kept.keySet())
                        .containsExactlyInAnyOrder(
                                "/w/shop/" + instance.node() + "/evidence", "/w/shop/" + instance.node() + "/access");
                assertThat(look(instance, named(url, List.of(forge.rootFile()))).toString())
                        .contains("seen elsewhere to its end");
            } finally {
                server.stop(0);
            }
        }
    }

    private static HttpsServer server(IssuedCertificate certificate, Map<String, String> kept) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "key",
                certificate.keys().getPrivate(),
                new char[0],
                certificate.chain().toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] answer = new byte[0];
            int status = 204;
            if (exchange.getRequestMethod().equals("PUT")) {
                kept.put(path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            } else {
                status = kept.containsKey(path) ? 200 : 404;
                answer = kept.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            }
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        return server;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(
                        path,
                        to.resolve(from.relativize(path).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
