package io.redoubt.acceptance.endpoints;

import static io.redoubt.acceptance.endpoints.Redoubt.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.NginxServer;
import io.redoubt.testkit.Testssl;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.CipherSuite;
import io.redoubt.wire.Deadline;
import io.redoubt.wire.Peer;
import io.redoubt.wire.TlsProbe;
import io.redoubt.wire.TlsVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The same versions, and under each the same suites, as `testssl.sh` finds; and the verdict says so.
@Tag("soak")
class TestsslOracleTest {

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private final Site good = Site.good(forge.issue(forge.recipe()));

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void sound_site_is_seen_alike() throws Exception {
        assertSame(good, "PASS", "PASS");
    }

    @Test
    void site_with_old_versions_and_weak_suites_is_seen_alike() throws Exception {
        assertSame(
                good.with("ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;")
                        .with("ssl_ciphers ALL:!PSK:!SRP:@SECLEVEL=0;"),
                "FAIL",
                "FAIL");
    }

    private void assertSame(Site site, String minimumVersion, String cipherSuites) throws Exception {
        try (NginxServer nginx = NginxServer.start(site.text())) {
            int port = nginx.port("https");
            SortedMap<String, SortedSet<Integer>> theirs =
                    Testssl.of("127.0.0.1", port).suites();
            assertThat(ours(port)).isEqualTo(theirs).isNotEmpty();

            Found found = Redoubt.trusting(forge).endpoints(endpoint("https://localhost:" + port, nginx.port("http")));
            List<String> accepted = new ArrayList<>(theirs.keySet());
            Collections.reverse(accepted);
            assertThat(found.verdict("tls.minimum-version").get("verdict").stringValue())
                    .isEqualTo(minimumVersion);
            assertThat(found.verdict("tls.minimum-version")
                            .get("observed")
                            .stringValue()
                            .split(" accepted", 2)[0]
                            .split(", | and "))
                    .containsExactlyElementsOf(accepted.stream()
                            .map(version -> version.replace("TLSv", ""))
                            .toList());
            assertThat(found.verdict("tls.cipher-suites").get("verdict").stringValue())
                    .isEqualTo(cipherSuites);
        }
    }

    private static SortedMap<String, SortedSet<Integer>> ours(int port) throws InterruptedException {
        TlsProbe probe = new TlsProbe(
                new Peer("localhost", new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                TlsProbe.Opening.DIRECT,
                Deadline.after(Duration.ofMinutes(1)));
        SortedMap<String, SortedSet<Integer>> suites = new TreeMap<>();
        for (TlsVersion version : TlsVersion.values()) {
            if (probe.version(version) instanceof Accepted
                    && probe.suites(version) instanceof Accepted<List<CipherSuite>>(List<CipherSuite> accepted)) {
                SortedSet<Integer> codes = new TreeSet<>();
                accepted.forEach(suite -> codes.add(suite.code()));
                suites.put(version == TlsVersion.SSL_3 ? "SSLv3" : "TLSv" + version.text(), codes);
            }
        }
        return suites;
    }
}
