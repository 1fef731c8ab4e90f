package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Control;
import io.redoubt.control.Reading;
import io.redoubt.control.Verdict;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.PostgresServer;
import io.redoubt.testkit.PostgresServer.Setup;
import io.redoubt.wire.Resolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealPostgresTest {

    private static final String ALL_PLAIN = "host all all 127.0.0.1/32 scram-sha-256";
    private static final String ALL_TLS = "hostssl all all 127.0.0.1/32 scram-sha-256";

    @Test
    void server_with_hostssl_only_passes() throws Exception {
        try (CertificateForge forge = CertificateForge.at(Instant.now());
                PostgresServer server = PostgresServer.start(Setup.tls(ALL_TLS, forge.issue(forge.recipe())))) {
            assertThat(verdict(server)).isEqualTo("PASS  1.3 and 1.2 accepted, plain text refused");
        }
    }

    @Test
    void server_with_host_lines_fails() throws Exception {
        try (CertificateForge forge = CertificateForge.at(Instant.now());
                PostgresServer server = PostgresServer.start(Setup.tls(ALL_PLAIN, forge.issue(forge.recipe())))) {
            assertThat(verdict(server))
                    .startsWith("FAIL  high  the database accepts plain text")
                    .contains("observed  went on in the clear: scram-sha-256")
                    .doesNotContain("not known");
        }
    }

    @Test
    void server_without_tls_fails() throws Exception {
        try (PostgresServer server = PostgresServer.start(Setup.plain(ALL_PLAIN))) {
            assertThat(verdict(server))
                    .startsWith("FAIL  high  the database offers no TLS")
                    .contains("FAIL  high  the database accepts plain text");
        }
    }

    @Test
    void page_says_the_title() throws Exception {
        var row = DatabaseEncryptedInTransitControl.ROW;
        assertThat(Files.readAllLines(Path.of("..", "docs", "controls", row.id() + ".md"))
                        .getFirst())
                .isEqualTo("# " + row.id() + ": " + row.title());
    }

    private static String verdict(PostgresServer server) throws Exception {
        Data data = new Data(
                List.of(new DatabaseTarget("shop", "127.0.0.1", server.port(), "postgres", "postgres")),
                Resolver.system(),
                InstantSource.system(),
                Duration.ofSeconds(10));
        return DatabaseEncryptedInTransitControlTest.text(readAndJudge(data.controls().getFirst()));
    }

    private static <S> Verdict readAndJudge(Control<S> control) throws Exception {
        Reading<S> reading = control.read(control.subjects().getFirst());
        return control.judge(reading);
    }
}
