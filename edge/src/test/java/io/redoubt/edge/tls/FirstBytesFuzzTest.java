package io.redoubt.edge.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;

/// What is read before there is TLS.
class FirstBytesFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void client_hello(byte[] bytes) {
        try {
            ClientHello hello = ClientHello.parse(Unpooled.wrappedBuffer(bytes));
            String name = hello.serverName();
            assertThat(name == null ? 0 : name.length()).isLessThanOrEqualTo(255);
        } catch (IndexOutOfBoundsException _) {
            // Shorter than it says.
        }
    }

    @FuzzTest(maxDuration = "5m")
    void proxy_protocol(byte[] bytes) {
        EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder(4_096));
        try {
            channel.writeInbound(Unpooled.copiedBuffer(bytes));
            Object first = channel.readInbound();
            if (first instanceof HAProxyMessage message) {
                message.release();
            }
        } catch (DecoderException _) {
            // Refused: the connection is closed.
        } finally {
            channel.releaseInbound();
            try {
                channel.finishAndReleaseAll();
            } catch (DecoderException _) {
                // The same.
            }
        }
    }
}
