package io.redoubt.edge;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A client that sends exactly the HTTP/2 frames it is told to; its fields are literal, so that nothing mends them.
final class RawHttp2 implements AutoCloseable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /// @param payload as text, octet by octet
    record Frame(int type, int flags, int stream, String payload) {
        boolean ends() {
            return (flags & END_STREAM) != 0;
        }

        long number(int at) {
            long number = 0;
            for (int i = at; i < at + 4; i++) {
                number = (number << 8) | payload.charAt(i);
            }
            return number;
        }
    }

    private final RawClient client;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    private RawHttp2(RawClient client) throws IOException {
        this.client = client;
        this.in = new DataInputStream(client.socket().getInputStream());
    }

    static RawHttp2 open(ServedEdge edge) {
        return open(edge, ServedEdge.HOST);
    }

    static RawHttp2 open(ServedEdge edge, String serverName) {
        try {
            RawHttp2 http2 = new RawHttp2(RawClient.tls(edge.port(), serverName, "h2"));
            http2.client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            http2.frame(SETTINGS, 0, 0, new byte[0]);
            return http2;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawHttp2 frame(int type, int flags, int stream, byte[] payload) {
        return raw(encoded(type, flags, stream, payload));
    }

    RawHttp2 raw(byte[] bytes) {
        client.send(bytes);
        return this;
    }

    static byte[] encoded(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, payload.length, 3);
        out.write(type);
        out.write(flags);
        number(out, stream, 4);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    RawHttp2 request(int stream, int flags, String... fields) {
        return frame(HEADERS, flags | END_HEADERS, stream, block(fields));
    }

    RawHttp2 get(int stream, String path) {
        return request(
                stream, END_STREAM, ":method", "GET", ":scheme", "https", ":authority", ServedEdge.HOST, ":path", path);
    }

    /// Names and values in turn.
    static byte[] block(String... fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            out.write(0);
            text(out, fields[i]);
            text(out, fields[i + 1]);
        }
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            out.write(bytes.length);
        } else {
            out.write(127);
            int rest = bytes.length - 127;
            for (; rest >= 128; rest >>= 7) {
                out.write((rest & 127) | 128);
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    static byte[] number(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, value, 4);
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, long value, int octets) {
        for (int i = octets - 1; i >= 0; i--) {
            out.write((int) (value >> (8 * i)) & 0xff);
        }
    }

    /// The next frame, or null where the edge has closed.
    Frame read() {
        try {
            int length = in.read();
            if (length < 0) {
                return null;
            }
            length = (length << 16) | in.readUnsignedShort();
            int type = in.read();
            int flags = in.read();
            int stream = in.readInt();
            return new Frame(type, flags, stream, new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        } catch (SocketException e) {
            return null;
        } catch (java.io.EOFException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads on to the first frame of that type, or to null.
    Frame await(int type) {
        Frame frame = read();
        while (frame != null && frame.type() != type) {
            frame = read();
        }
        return frame;
    }

    Http2Headers headers(Frame frame) {
        try {
            return decoder.decodeHeaders(
                    frame.stream(), Unpooled.wrappedBuffer(frame.payload().getBytes(StandardCharsets.ISO_8859_1)));
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    /// The status of that stream's response, `reset N`, `goaway N`, or `closed`.
    String outcome(int stream) {
        for (Frame frame = read(); frame != null; frame = read()) {
            if (frame.type() == HEADERS && frame.stream() == stream) {
                return headers(frame).status().toString();
            }
            if (frame.type() == HEADERS) {
                headers(frame);
            }
            if (frame.type() == RST_STREAM && frame.stream() == stream) {
                return "reset " + frame.number(0);
            }
            if (frame.type() == GOAWAY) {
                return "goaway " + frame.number(4);
            }
        }
        return "closed";
    }

    @Override
    public void close() {
        client.close();
    }
}
