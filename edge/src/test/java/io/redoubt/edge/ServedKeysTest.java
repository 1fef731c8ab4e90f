package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.Secret;
import io.redoubt.testkit.KeyKind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the edge takes as a certificate and its key.
@Timeout(60)
@ExtendWith(NoLeaks.class)
class ServedKeysTest {

    private static final String HOST = ServedEdge.HOST;

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384", "RSA_2048", "RSA_3072"})
    void usual_keys_are_served(KeyKind kind) {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot base = ServedEdge.snapshot(server.uri());
            try (ServedEdge edge = ServedEdge.start(base.with(2, List.of(ServedEdge.certificate(kind, HOST))));
                    RawClient client = RawClient.tls(edge.port())) {
                assertThat(client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n")
                                .readResponse())
                        .startsWith("HTTP/1.1 200 ");
            }
        }
    }

    static Stream<Arguments> unusable() {
        ServedCertificate ec = ServedEdge.certificate(HOST);
        ServedCertificate rsa = ServedEdge.certificate(KeyKind.RSA_2048, HOST);
        ServedCertificate larger = ServedEdge.certificate(KeyKind.RSA_3072, HOST);
        ServedCertificate ed25519 = ServedEdge.certificate(KeyKind.ED25519, HOST);
        return Stream.of(
                Arguments.of("an RSA key of another certificate", rsa.chain(), larger.key()),
                Arguments.of("a key of another kind", rsa.chain(), ec.key()),
                Arguments.of("a key of another kind", ec.chain(), rsa.key()),
                Arguments.of("what BoringSSL does not sign with", ed25519.chain(), ed25519.key()),
                Arguments.of("no certificate", "", ec.key()),
                Arguments.of("no key", ec.chain(), new Secret(ec.chain())),
                Arguments.of(
                        "no base64", ec.chain(), new Secret(ec.key().reveal().replaceFirst("M", "="))),
                Arguments.of("half a key", ec.chain(), new Secret(half(ec.key().reveal()))));
    }

    private static String half(String pem) {
        String begin = "-----BEGIN PRIVATE KEY-----\n";
        String end = "\n-----END PRIVATE KEY-----\n";
        return begin + pem.substring(begin.length(), begin.length() + 40) + end;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void others_are_refused_before_anything_is_served(String what, String chain, Secret key) {
        try (RecordingServer server = RecordingServer.ok()) {
            EdgeSnapshot base = ServedEdge.snapshot(server.uri());
            assertThatThrownBy(() -> ServedEdge.start(
                            base.with(2, List.of(new ServedCertificate(List.of(HOST), chain, key, false)))))
                    .as(what)
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("certificates[0] has a chain or a key that can't be used")
                    .hasNoSuppressedExceptions();
        }
    }

    @Test
    void ec_key_of_another_certificate_ends_the_handshake() {
        try (RecordingServer server = RecordingServer.ok()) {
            ServedCertificate one = ServedEdge.certificate(KeyKind.EC_P256, HOST);
            ServedCertificate other = ServedEdge.certificate(KeyKind.EC_P384, HOST);
            ServedCertificate mixed = new ServedCertificate(List.of(HOST), one.chain(), other.key(), false);
            try (ServedEdge edge =
                    ServedEdge.start(ServedEdge.snapshot(server.uri()).with(2, List.of(mixed)))) {
                assertThatThrownBy(() -> RawClient.tls(edge.port())).hasMessageContaining("internal_error");
            }
        }
    }
}
