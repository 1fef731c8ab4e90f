package io.redoubt.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.KeyKind;
import io.redoubt.testkit.NginxServer;
import io.redoubt.testkit.OpensslServer;
import io.redoubt.testkit.Sslscan;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same versions, and under each the same suites, as `sslscan` finds.
class SslscanOracleTest {

    private static CertificateForge forge;

    @BeforeAll
    static void start() {
        forge = CertificateForge.at(Instant.now());
    }

    @AfterAll
    static void stop() {
        forge.close();
    }

    private static SortedMap<String, SortedSet<Integer>> ours(int port) throws InterruptedException {
        TlsProbe probe = Loopback.tls(port);
        SortedMap<String, SortedSet<Integer>> suites = new TreeMap<>();
        for (TlsVersion version : TlsVersion.values()) {
            if (probe.version(version) instanceof Answer.Accepted<TlsVersion>) {
                SortedSet<Integer> codes = new TreeSet<>();
                Loopback.accepted(probe.suites(version)).forEach(suite -> codes.add(suite.code()));
                suites.put(version == TlsVersion.SSL_3 ? "SSLv3" : "TLSv" + version.text(), codes);
            }
        }
        return suites;
    }

    private static void assertSame(int port) throws InterruptedException {
        assertThat(ours(port)).isEqualTo(Sslscan.of("127.0.0.1", port).suites()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RSA_2048 | -tls1_3
            RSA_2048 | -tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256:TLS_AES_128_GCM_SHA256
            RSA_2048 | -tls1_2 -cipher ALL:COMPLEMENTOFALL:!PSK:!SRP:@SECLEVEL=0
            EC_P256  | -tls1_2 -cipher ALL:COMPLEMENTOFALL:!PSK:!SRP:@SECLEVEL=0
            RSA_1024 | -tls1_1 -cipher ALL:COMPLEMENTOFALL:!PSK:!SRP:@SECLEVEL=0
            EC_P384  | -tls1 -cipher ALL:COMPLEMENTOFALL:!PSK:!SRP:@SECLEVEL=0
            DSA_2048 | -tls1_2 -cipher ALL:!PSK:!SRP:@SECLEVEL=0
            ED25519  | -cipher DEFAULT
            """)
    void openssl_server_is_seen_alike(KeyKind key, String arguments) throws Exception {
        IssuedCertificate certificate = forge.issue(forge.recipe().with(key));
        try (OpensslServer server = OpensslServer.start(certificate, (arguments + " -www").split(" "))) {
            assertSame(server.port());
        }
    }

    @Test
    void nginx_servers_are_seen_alike() throws Exception {
        IssuedCertificate rsa = forge.issue(forge.recipe());
        IssuedCertificate elliptic = forge.issue(forge.recipe().with(KeyKind.EC_P256));
        try (NginxServer server = NginxServer.start(
                """
                ssl_certificate %s; ssl_certificate_key %s;
                ssl_certificate %s; ssl_certificate_key %s;
                server { listen <modern> ssl; ssl_protocols TLSv1.3; }
                server { listen <usual> ssl; ssl_protocols TLSv1.2 TLSv1.3; }
                server {
                  listen <old> ssl;
                  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
                  ssl_ciphers ALL:!PSK:!SRP:@SECLEVEL=0;
                }
                server {
                  listen <odd> ssl;
                  ssl_protocols TLSv1 TLSv1.2;
                  ssl_ciphers CAMELLIA:ARIA:NULL:@SECLEVEL=0;
                }
                """.formatted(rsa.chainFile(), rsa.keyFile(), elliptic.chainFile(), elliptic.keyFile()))) {
            for (String name : new String[] {"modern", "usual", "old", "odd"}) {
                assertSame(server.port(name));
            }
        }
    }
}
