package io.redoubt.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.wire.ClientHello.Shares;
import io.redoubt.wire.ClientHello.Stapling;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientHelloTest {

    private static final int RECORD_HEADER = 5;

    private static byte[] encoded(TlsVersion version, int suites) {
        return new ClientHello(
                        version,
                        CipherSuiteRegistry.offeredIn(TlsVersion.TLS_1_2).subList(0, suites),
                        List.of(),
                        Shares.NONE,
                        Stapling.NOT_ASKED,
                        Optional.of("localhost"))
                .encode();
    }

    @Test
    void no_hello_with_extensions_has_a_length_that_load_balancers_choke_on() {
        for (int suites = 1; suites < 200; suites++) {
            int length = encoded(TlsVersion.TLS_1_2, suites).length - RECORD_HEADER;
            assertThat(length < 256 || length >= 512).as("%d bytes", length).isTrue();
        }
    }

    @Test
    void hello_of_sslv3_ends_with_its_compressions() {
        byte[] hello = encoded(TlsVersion.SSL_3, 1);
        assertThat(hello).startsWith(22, 3, 0).endsWith(0x00, 0xff, 1, 0);
        assertThat(hello).hasSize(RECORD_HEADER + 4 + 2 + 32 + 1 + 2 + 4 + 2);
    }
}
