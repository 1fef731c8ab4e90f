package io.redoubt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Control;
import io.redoubt.control.Reading;
import io.redoubt.control.Subject;
import io.redoubt.control.Verdict;
import io.redoubt.policy.Mode;
import io.redoubt.tls.certificate.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Reality in, verdict out, side by side in one file for each control.
class GoldenTest {

    private static final Instant NOW = Instant.parse("2026-07-01T08:11:00Z");

    @TestFactory
    Stream<DynamicTest> minimum_version() throws IOException {
        return cases("tls.minimum-version");
    }

    @TestFactory
    Stream<DynamicTest> cipher_suites() throws IOException {
        return cases("tls.cipher-suites");
    }

    @TestFactory
    Stream<DynamicTest> key_exchange() throws IOException {
        return cases("tls.key-exchange");
    }

    @TestFactory
    Stream<DynamicTest> http_redirect() throws IOException {
        return cases("tls.http-redirect");
    }

    @TestFactory
    Stream<DynamicTest> hsts() throws IOException {
        return cases("tls.hsts");
    }

    @TestFactory
    Stream<DynamicTest> security_headers() throws IOException {
        return cases("tls.security-headers");
    }

    @TestFactory
    Stream<DynamicTest> cookies() throws IOException {
        return cases("tls.cookies");
    }

    private static Stream<DynamicTest> cases(String control) throws IOException {
        List<GoldenCase> cases = new ArrayList<>();
        for (String block : ("\n" + text("/golden/" + control + ".txt")).split("\n=== ", -1)) {
            if (block.isBlank()) {
                continue;
            }
            List<String> lines = block.lines().toList();
            int end = lines.indexOf("---");
            cases.add(new GoldenCase(
                    lines.getFirst(),
                    lines.subList(1, end),
                    String.join("\n", lines.subList(end + 1, lines.size())).strip()));
        }
        return cases.stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.name,
                        () -> assertThat(VerdictText.of(verdict(control, each))).isEqualTo(each.expected)));
    }

    private static Verdict verdict(String id, GoldenCase given) throws Exception {
        TlsPolicy policy = new TlsPolicy(
                Mode.VERIFY,
                given.minimum,
                List.of(new Endpoint(given.url, given.plainPort)),
                List.of(),
                Duration.ofDays(30));
        Tls tls = new Tls(
                policy,
                _ -> given.addresses(),
                Trust.only(List.of()),
                InstantSource.fixed(NOW),
                Duration.ofSeconds(10),
                (peer, _) -> given.probe(peer));
        return readAndJudge(control(tls, id));
    }

    private static <S> Verdict readAndJudge(Control<S> control) throws Exception {
        Subject subject = control.subjects().getFirst();
        Reading<S> reading = control.read(subject);
        return control.judge(reading);
    }

    private static Control<?> control(Tls tls, String id) {
        return tls.controls().stream()
                .filter(control -> control.row().id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
