package io.redoubt.acceptance.endpoints;

import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.testkit.OldServerPolicy;
import io.redoubt.testkit.OldServerPolicy.Offer;
import io.redoubt.testkit.ScriptedTlsServer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What nginx still speaks when it is told to, and by scripts what nothing speaks any more.
class VersionsAndSuitesTest {

    private static final int SSL_3 = 0x0300;
    private static final int TLS_1_0 = 0x0301;
    private static final int TLS_1_2 = 0x0303;

    private final CertificateForge forge = CertificateForge.at(Instant.now());
    private final IssuedCertificate certificate = forge.issue(forge.recipe());
    private final Redoubt redoubt = Redoubt.trusting(forge);
    private final Site good = Site.good(certificate);

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void tls_1_2_beside_1_3_is_too_old() {
        redoubt.check(good.with("ssl_protocols TLSv1.2 TLSv1.3;")).assertExactly(1, """
                tls.minimum-version FAIL medium: TLS 1.2 is accepted | nginx: ssl_protocols TLSv1.3;""");
    }

    @Test
    void tls_1_2_alone_lacks_1_3() {
        redoubt.check(good.with("ssl_protocols TLSv1.2;")).assertExactly(1, """
                tls.minimum-version FAIL medium: TLS 1.2 is accepted | nginx: ssl_protocols TLSv1.3;
                tls.minimum-version FAIL medium: TLS 1.3 is not accepted | nginx: ssl_protocols TLSv1.3;""");
    }

    @Test
    void tls_1_0_and_1_1_are_each_named() {
        redoubt.check(good.with("ssl_protocols TLSv1 TLSv1.1 TLSv1.3;").with("ssl_ciphers ECDHE+AES:@SECLEVEL=0;"))
                .assertExactly(1, """
                        tls.minimum-version FAIL high: TLS 1.1 is accepted | nginx: ssl_protocols TLSv1.3;
                        tls.minimum-version FAIL high: TLS 1.0 is accepted | nginx: ssl_protocols TLSv1.3;
                        tls.cipher-suites FAIL low: suites in CBC mode are accepted | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;""");
    }

    @Test
    void sslv3_is_critical() {
        scripted(OldServerPolicy.of(SSL_3, Offer.ofStatic(0x0035)), """
                tls.minimum-version FAIL critical: SSLv3 is accepted | allow only TLS 1.3 | nginx: ssl_protocols TLSv1.3;
                tls.minimum-version FAIL medium: TLS 1.3 is not accepted | allow only TLS 1.3 | nginx: ssl_protocols TLSv1.3;
                tls.cipher-suites FAIL medium: suites without forward secrecy are accepted | under TLS 1.2 accept only ECDHE with AES-GCM or ChaCha20-Poly1305 | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                tls.key-exchange FAIL high: keys are only sent under the certificate's RSA key | under TLS 1.2 accept only ECDHE with AES-GCM or ChaCha20-Poly1305 | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                tls.http-redirect NOT_APPLICABLE no port for plain HTTP is known
                tls.hsts UNKNOWN no handshake with 127.0.0.1:PORT could be finished: our alert protocol_version
                tls.security-headers UNKNOWN no handshake with 127.0.0.1:PORT could be finished: our alert protocol_version
                tls.cookies UNKNOWN no handshake with 127.0.0.1:PORT could be finished: our alert protocol_version""");
    }

    @Test
    void cbc_suites_are_found() {
        redoubt.check(good.with("ssl_protocols TLSv1.2 TLSv1.3;").with("ssl_ciphers ECDHE+AES;"))
                .assertExactly(1, """
                        tls.minimum-version FAIL medium: TLS 1.2 is accepted | nginx: ssl_protocols TLSv1.3;
                        tls.cipher-suites FAIL low: suites in CBC mode are accepted | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;""");
    }

    @Test
    void static_rsa_alone_has_no_forward_secrecy() {
        redoubt.check(good.with("ssl_protocols TLSv1.2 TLSv1.3;").with("ssl_ciphers AES128-GCM-SHA256;"))
                .assertExactly(1, """
                        tls.minimum-version FAIL medium: TLS 1.2 is accepted | nginx: ssl_protocols TLSv1.3;
                        tls.cipher-suites FAIL medium: suites without forward secrecy are accepted | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                        tls.key-exchange FAIL high: keys are only sent under the certificate's RSA key | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;""");
    }

    @Test
    void null_suites_encrypt_nothing() {
        redoubt.check(good.with("ssl_protocols TLSv1.2 TLSv1.3;")
                        .with("ssl_ciphers ECDHE+AESGCM:ECDHE-RSA-NULL-SHA:@SECLEVEL=0;"))
                .assertExactly(1, """
                        tls.minimum-version FAIL medium: TLS 1.2 is accepted | nginx: ssl_protocols TLSv1.3;
                        tls.cipher-suites FAIL critical: suites without encryption are accepted | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;""");
    }

    @Test
    void anonymous_suites_authenticate_nobody() {
        redoubt.check(good.with("ssl_protocols TLSv1.2 TLSv1.3;")
                        .with("ssl_ciphers ECDHE+AESGCM:AECDH-AES256-SHA:@SECLEVEL=0;"))
                .assertExactly(1, """
                        tls.minimum-version FAIL medium: TLS 1.2 is accepted | nginx: ssl_protocols TLSv1.3;
                        tls.cipher-suites FAIL critical: suites without authentication are accepted | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;""");
    }

    @Test
    void rc4_3des_and_export_suites_are_each_named() {
        scripted(
                OldServerPolicy.of(TLS_1_0, Offer.ofStatic(0x0003), Offer.ofStatic(0x0005), Offer.ofStatic(0x000a)),
                """
                        tls.minimum-version FAIL high: TLS 1.0 is accepted | allow only TLS 1.3 | nginx: ssl_protocols TLSv1.3;
                        tls.minimum-version FAIL medium: TLS 1.3 is not accepted | allow only TLS 1.3 | nginx: ssl_protocols TLSv1.3;
                        tls.cipher-suites FAIL critical: export suites are accepted | under TLS 1.2 accept only ECDHE with AES-GCM or ChaCha20-Poly1305 | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                        tls.cipher-suites FAIL high: RC4 is accepted | under TLS 1.2 accept only ECDHE with AES-GCM or ChaCha20-Poly1305 | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                        tls.cipher-suites FAIL high: 3DES or DES is accepted | under TLS 1.2 accept only ECDHE with AES-GCM or ChaCha20-Poly1305 | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                        tls.key-exchange FAIL high: keys are only sent under the certificate's RSA key | under TLS 1.2 accept only ECDHE with AES-GCM or ChaCha20-Poly1305 | nginx: ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                        tls.http-redirect NOT_APPLICABLE no port for plain HTTP is known
                        tls.hsts UNKNOWN no handshake with 127.0.0.1:PORT could be finished: our alert handshake_failure
                        tls.security-headers UNKNOWN no handshake with 127.0.0.1:PORT could be finished: our alert handshake_failure
                        tls.cookies UNKNOWN no handshake with 127.0.0.1:PORT could be finished: our alert handshake_failure""");
    }

    @Test
    void finite_field_of_1024_bits_is_too_small() {
        scripted(OldServerPolicy.of(TLS_1_2, Offer.ofField(0x009e, 1024)), """
                        tls.minimum-version FAIL medium: TLS 1.2 is accepted | allow only TLS 1.3 | nginx: ssl_protocols TLSv1.3;
                        tls.minimum-version FAIL medium: TLS 1.3 is not accepted | allow only TLS 1.3 | nginx: ssl_protocols TLSv1.3;
                        tls.key-exchange FAIL high: finite field is too small | agree keys only by X25519, P-256 or P-384 | nginx: ssl_ecdh_curve X25519:prime256v1:secp384r1; ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;
                        tls.http-redirect NOT_APPLICABLE no port for plain HTTP is known
                        tls.hsts UNKNOWN no handshake with 127.0.0.1:PORT could be finished: our alert decrypt_error
                        tls.security-headers UNKNOWN no handshake with 127.0.0.1:PORT could be finished: our alert decrypt_error
                        tls.cookies UNKNOWN no handshake with 127.0.0.1:PORT could be finished: our alert decrypt_error""");
    }

    private void scripted(OldServerPolicy policy, String expected) {
        try (ScriptedTlsServer server = ScriptedTlsServer.answering(certificate.chain(), policy)) {
            redoubt.endpoints(Redoubt.endpoint("https://localhost:" + server.port()))
                    .assertExactly(1, expected);
        }
    }
}
