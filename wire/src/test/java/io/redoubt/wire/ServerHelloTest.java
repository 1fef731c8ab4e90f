package io.redoubt.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ServerHelloTest {

    private static final CipherSuite AES_128_GCM = new CipherSuite(0x1301, "TLS_AES_128_GCM_SHA256");

    @Test
    void hello_of_rfc_8448_is_understood() throws Exception {
        assertThat(ServerHello.parse(Rfc8448.SERVER_HELLO))
                .isEqualTo(new ServerHello(0x0304, AES_128_GCM, OptionalInt.of(29), ServerHello.Kind.CHOICE));
    }

    @Test
    void retry_request_of_rfc_8448_is_understood() throws Exception {
        assertThat(ServerHello.parse(Rfc8448.HELLO_RETRY_REQUEST))
                .isEqualTo(new ServerHello(0x0304, AES_128_GCM, OptionalInt.of(23), ServerHello.Kind.RETRY_REQUEST));
    }

    @Test
    void every_cut_of_a_hello_is_malformed_or_an_older_hello() throws Exception {
        byte[] whole = Rfc8448.SERVER_HELLO.toArray();
        for (int length = 0; length < whole.length; length++) {
            Bytes cut = Bytes.copyOf(Arrays.copyOf(whole, length));
            if (length == 38) {
                // Without extensions it is a hello of TLS 1.2.
                assertThat(ServerHello.parse(cut).version()).isEqualTo(0x0303);
            } else {
                assertThatThrownBy(() -> ServerHello.parse(cut)).hasMessage("malformed ServerHello: ends early");
            }
        }
    }

    @Test
    void same_extension_twice_is_malformed() {
        byte[] extension = new Sink().extension(43, new byte[] {3, 4}).toBytes();
        byte[] body = new Sink()
                .raw(Arrays.copyOf(Rfc8448.SERVER_HELLO.toArray(), 38))
                .vector16(new Sink().raw(extension).raw(extension).toBytes())
                .toBytes();
        assertThatThrownBy(() -> ServerHello.parse(Bytes.copyOf(body)))
                .hasMessage("malformed ServerHello: extension 43 twice");
    }

    @Test
    void compression_that_was_not_offered_is_malformed() {
        byte[] body = Arrays.copyOf(Rfc8448.SERVER_HELLO.toArray(), 38);
        body[37] = 1;
        assertThatThrownBy(() -> ServerHello.parse(Bytes.copyOf(body)))
                .hasMessage("malformed ServerHello: compression 1, which was not offered");
    }
}
