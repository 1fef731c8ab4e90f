package io.redoubt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.redoubt.edge.http1.BodyDecoder;
import io.redoubt.edge.http1.MessageEnd;
import io.redoubt.edge.http1.RequestHeads;
import io.redoubt.edge.http1.ResponseHeadReader;
import io.redoubt.edge.message.Authority;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.Protocol;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.Target;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What comes from outside is refused or means one thing. `make fuzz` searches, a test run only repeats what was found
/// before.
class ParserFuzzTest {

    @FuzzTest(maxDuration = "5m")
    void request_head(byte[] bytes) {
        if (!whole(bytes)) {
            return;
        }
        try {
            RequestHead read = RequestHeads.read(bytes, EdgeLimits.DEFAULT);
            clear(read.target());
            assertThat(read.fields().size()).isLessThanOrEqualTo(EdgeLimits.DEFAULT.fields());
            for (int i = 0; i < read.fields().size(); i++) {
                assertThat(read.fields().name(i) + "" + read.fields().value(i)).doesNotContain("\r", "\n", "\0");
            }
        } catch (RefusedException e) {
            assertThat(e.why()).isNotEmpty();
        }
    }

    @FuzzTest(maxDuration = "5m")
    void target(byte[] bytes) {
        try {
            clear(Target.parse(new AsciiString(bytes)));
        } catch (RefusedException e) {
            assertThat(e.why()).isNotEmpty();
        }
    }

    /// Nothing else is given to the readers of heads.
    private static boolean whole(byte[] bytes) {
        try {
            return MessageEnd.of(Unpooled.wrappedBuffer(bytes), 0) == bytes.length;
        } catch (RefusedException _) {
            return false;
        }
    }

    private static void clear(Target target) {
        String text = target.text().toString();
        assertThat(text).startsWith("/").doesNotContain(" ", "\r", "\n", "#");
        String path = target.path();
        assertThat(path).startsWith("/").doesNotContain("//", "\\", ";", "\r", "\n", "\0");
        assertThat(List.of(path.split("/"))).doesNotContain(".", "..");
    }

    @FuzzTest(maxDuration = "5m")
    void response_head(byte[] bytes) {
        RequestHead asked = new RequestHead(
                Protocol.HTTP_1_1,
                AsciiString.of("GET"),
                new Target(AsciiString.of("/"), "/"),
                new Authority(AsciiString.of("a"), "a"),
                new Fields(),
                BodyLength.NONE,
                false,
                false);
        if (!whole(bytes)) {
            return;
        }
        try {
            assertThat(ResponseHeadReader.read(bytes, asked).status()).isBetween(100, 999);
        } catch (RefusedException e) {
            assertThat(e.why()).isNotEmpty();
        }
    }

    /// However the bytes are cut on their way, the body is the same.
    @FuzzTest(maxDuration = "5m")
    void chunked_body(byte[] bytes) {
        assertThat(body(bytes, 1)).isEqualTo(body(bytes, Math.max(1, bytes.length)));
    }

    private static String body(byte[] bytes, int piece) {
        BodyDecoder decoder = new BodyDecoder(BodyLength.STREAMED, BodyDecoder.Extensions.REFUSED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuf in = Unpooled.buffer();
        try {
            for (int at = 0; at < bytes.length && !decoder.done(); at += piece) {
                in.writeBytes(bytes, at, Math.min(piece, bytes.length - at));
                boolean some = true;
                while (some && in.isReadable()) {
                    ByteBuf next = decoder.next(in);
                    some = next.isReadable();
                    next.readBytes(out, next.readableBytes());
                    next.release();
                }
            }
            return decoder.done() + " " + out.toString(StandardCharsets.ISO_8859_1);
        } catch (RefusedException _) {
            return "refused";
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        } finally {
            in.release();
        }
    }

    @FuzzTest(maxDuration = "5m")
    void snapshot(byte[] bytes) {
        try {
            EdgeSnapshot read = EdgeSnapshot.decode(bytes);
            assertThat(EdgeSnapshot.decode(read.encode())).isEqualTo(read);
        } catch (SnapshotException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
