package io.redoubt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Control;
import io.redoubt.policy.Mode;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.NginxServer;
import io.redoubt.testkit.Script;
import io.redoubt.testkit.ScriptedServer;
import io.redoubt.wire.Resolver;
import io.redoubt.wire.TlsVersion;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// All controls side by side, as a check runs them, over real sockets.
class RealServersTest {

    private final Instant now = Instant.now();
    private final CertificateForge forge = CertificateForge.at(now);

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void server_that_is_set_up_well_has_one_finding_within_three_seconds() throws Exception {
        IssuedCertificate certificate = forge.issue(forge.recipe());
        try (NginxServer nginx = NginxServer.start("""
                server {
                  listen <https> ssl;
                  server_tokens off;
                  ssl_certificate %s;
                  ssl_certificate_key %s;
                  ssl_protocols TLSv1.3;
                  add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
                  add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'" always;
                  add_header X-Content-Type-Options nosniff always;
                  add_header Referrer-Policy no-referrer always;
                  add_header Set-Cookie "__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax";
                  location / { default_type text/html; return 200 ok; }
                }
                """.formatted(certificate.chainFile(), certificate.keyFile()))) {
            long begin = System.nanoTime();
            Map<String, String> verdicts = check(nginx.port("https"), OptionalInt.empty(), Resolver.system());
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            assertThat(verdicts.get("tls.minimum-version"))
                    .startsWith("PASS  1.3 accepted; 1.2, 1.1, 1.0, SSLv3 refused");
            assertThat(verdicts.get("tls.cipher-suites")).startsWith("PASS  3 suites under 1.3");
            // Debian 12's OpenSSL knows no ML-KEM.
            assertThat(verdicts.get("tls.key-exchange")).startsWith("FAIL  low  no post-quantum key exchange");
            assertThat(verdicts.get("tls.certificate")).startsWith("PASS  for localhost, 127.0.0.1");
            assertThat(verdicts.get("tls.renewal")).startsWith("PASS  ends in 89 days");
            assertThat(verdicts.get("tls.http-redirect")).isEqualTo("N/A  no port for plain HTTP is known");
            assertThat(verdicts.get("tls.hsts")).startsWith("PASS");
            assertThat(verdicts.get("tls.security-headers")).startsWith("PASS");
            assertThat(verdicts.get("tls.cookies")).startsWith("PASS  __Host-a");
            assertThat(took).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void server_that_is_set_up_badly_is_told_what_to_write() throws Exception {
        IssuedCertificate certificate =
                forge.issue(forge.recipe().valid(now.minus(Duration.ofDays(80)), now.plus(Duration.ofDays(5))));
        try (NginxServer nginx = NginxServer.start("""
                server {
                  listen <https> ssl;
                  listen <http>;
                  ssl_certificate %s;
                  ssl_certificate_key %s;
                  ssl_protocols TLSv1.2 TLSv1.3;
                  ssl_ciphers AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256;
                  add_header Set-Cookie "id=1";
                  location / { default_type text/html; return 200 ok; }
                }
                """.formatted(certificate.chainFile(), certificate.keyFile()))) {
            Map<String, String> verdicts =
                    check(nginx.port("https"), OptionalInt.of(nginx.port("http")), only("127.0.0.1"));

            assertThat(verdicts.get("tls.minimum-version")).isEqualTo("""
                            FAIL  medium  TLS 1.2 is accepted
                            expected  1.3
                            observed  1.3 and 1.2 accepted; 1.1, 1.0, SSLv3 refused
                            mend      nginx: ssl_protocols TLSv1.3;
                                      not yet? redoubt waive tls.minimum-version""");
            assertThat(verdicts.get("tls.cipher-suites"))
                    .startsWith("FAIL  medium  suites without forward secrecy are accepted")
                    .contains("observed  TLS_RSA_WITH_AES_128_CBC_SHA under 1.2")
                    .contains("mend      nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;");
            assertThat(verdicts.get("tls.renewal")).startsWith("FAIL  high  certificate ends in 4 days");
            assertThat(verdicts.get("tls.http-redirect")).startsWith("FAIL  high  plain HTTP is answered with content");
            assertThat(verdicts.get("tls.hsts")).startsWith("FAIL  medium  no Strict-Transport-Security");
            assertThat(verdicts.get("tls.security-headers")).contains("server tells its version");
            assertThat(verdicts.get("tls.cookies")).startsWith("FAIL  medium  cookie without Secure");
        }
    }

    @Test
    void server_that_says_nothing_is_unknown_within_ten_seconds() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(Script.hear().then(Script.hear()))) {
            long begin = System.nanoTime();
            Map<String, String> verdicts = check(server.port(), OptionalInt.empty(), only("127.0.0.1"));

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            verdicts.remove("tls.http-redirect");
            assertThat(verdicts.values()).allMatch(verdict -> verdict.startsWith("UNKNOWN  "));
        }
    }

    private Map<String, String> check(int port, OptionalInt plain, Resolver resolver) throws Exception {
        Endpoint endpoint = new Endpoint(URI.create("https://localhost:" + port), plain);
        Tls tls = new Tls(
                new TlsPolicy(Mode.VERIFY, TlsVersion.TLS_1_3, List.of(endpoint), List.of(), Duration.ofDays(30)),
                resolver,
                List.of(forge.rootFile()),
                InstantSource.system(),
                Duration.ofSeconds(10));
        Map<String, Future<String>> readings = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Control<?>> ofEndpoints = tls.controls().stream()
                    .filter(control -> !control.subjects().isEmpty())
                    .toList();
            for (Control<?> control : ofEndpoints) {
                readings.put(
                        control.row().id().value(),
                        threads.submit(() -> VerdictText.of(CertificateCases.readAndJudge(control))));
            }
        }
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (Map.Entry<String, Future<String>> reading : readings.entrySet()) {
            verdicts.put(reading.getKey(), reading.getValue().get());
        }
        return verdicts;
    }

    private static Resolver only(String literal) {
        return _ -> List.of(InetAddress.ofLiteral(literal));
    }
}
