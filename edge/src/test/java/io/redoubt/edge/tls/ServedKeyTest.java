package io.redoubt.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.edge.ServedEdge;
import io.redoubt.testkit.KeyKind;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedKeyTest {

    @ParameterizedTest
    @CsvSource({"EC_P256, EC, RSA", "RSA_2048, RSA, EC"})
    void key_is_offered_for_its_own_kind_alone(KeyKind kind, String own, String other) throws Exception {
        ServedKey key = new ServedKey(ServedEdge.certificate(kind, ServedEdge.HOST));
        var engine = SSLContext.getDefault().createSSLEngine();
        try (Socket socket = new Socket()) {
            String alias = key.chooseEngineServerAlias(own, null, engine);
            assertThat(key.getCertificateChain(String.valueOf(alias))).hasSizeGreaterThan(1);
            assertThat(key.chooseServerAlias(own, null, socket)).isEqualTo(alias);
            assertThat(key.getServerAliases(own, null)).containsExactly(alias);
            assertThat(key.chooseEngineServerAlias(other, null, engine)).isNull();
            assertThat(key.chooseServerAlias(other, null, socket)).isNull();
            assertThat(key.getServerAliases(other, null)).isNull();
        }
    }
}
