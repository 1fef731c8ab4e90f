package io.redoubt.edge;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// HTTP/1 messages read plainly: an oracle that shares no code with the edge.
final class Wire {

    private Wire() {}

    /// @param fields names in small letters and values in turn
    record Head(String first, List<String> fields) {
        String field(String name) {
            for (int i = 0; i < fields.size(); i += 2) {
                if (fields.get(i).equals(name)) {
                    return fields.get(i + 1);
                }
            }
            return "";
        }

        /// Those whose name begins so.
        List<String> fieldsOf(String prefix) {
            List<String> some = new ArrayList<>();
            for (int i = 0; i < fields.size(); i += 2) {
                if (fields.get(i).startsWith(prefix)) {
                    some.addAll(fields.subList(i, i + 2));
                }
            }
            return some;
        }
    }

    /// Null where the peer has closed before.
    static Head head(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            fields.add(line.substring(0, colon).toLowerCase(Locale.ROOT));
            fields.add(line.substring(colon + 1).strip());
        }
        return new Head(first, fields);
    }

    static byte[] body(InputStream in, Head head) throws IOException {
        if (!head.field("content-length").isEmpty()) {
            int length = Integer.parseInt(head.field("content-length"));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("the body is cut");
            }
            return body;
        }
        if (!head.field("transfer-encoding").equals("chunked")) {
            return new byte[0];
        }
        List<byte[]> chunks = new ArrayList<>();
        while (true) {
            String size = line(in);
            if (size == null) {
                throw new EOFException("the body is cut");
            }
            int length = Integer.parseInt(size, 16);
            byte[] chunk = in.readNBytes(length);
            if (chunk.length < length || line(in) == null) {
                throw new EOFException("the body is cut");
            }
            if (length == 0) {
                return joined(chunks);
            }
            chunks.add(chunk);
        }
    }

    private static byte[] joined(List<byte[]> chunks) {
        ByteBuffer body = ByteBuffer.allocate(
                chunks.stream().mapToInt(chunk -> chunk.length).sum());
        chunks.forEach(body::put);
        return body.array();
    }

    private static String line(InputStream in) throws IOException {
        byte[] line = new byte[256];
        int length = 0;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                return new String(line, 0, length - 1, StandardCharsets.ISO_8859_1);
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) octet;
        }
        return null;
    }

    /// Lines, in the order of their names; those of one name keep theirs, as HTTP has it (RFC 9110, 5.3).
    static List<String> byName(List<String> fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.size(); i += 2) {
            lines.add(fields.get(i) + ": " + fields.get(i + 1));
        }
        lines.sort(java.util.Comparator.comparing((String line) -> line.substring(0, line.indexOf(':'))));
        return lines;
    }

    /// A body with its framing.
    static byte[] framed(byte[] body, boolean chunked, int piece) {
        if (!chunked) {
            return body;
        }
        byte[] last = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        int whole = body.length / piece;
        int rest = body.length % piece;
        int size = whole * framedLength(piece) + (rest == 0 ? 0 : framedLength(rest)) + last.length;
        ByteBuffer out = ByteBuffer.allocate(size);
        for (int at = 0; at < body.length; at += piece) {
            int length = Math.min(piece, body.length - at);
            out.put((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.put(body, at, length);
            out.put("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return out.put(last).array();
    }

    private static int framedLength(int chunk) {
        return Integer.toHexString(chunk).length() + chunk + "\r\n\r\n".length();
    }
}
