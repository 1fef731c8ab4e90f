package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.HttpAnswer.Header;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads one response (RFC 9112), strictly and within limits.
final class HttpResponseReader {

    static final int HEAD_LIMIT = 64 * 1024;
    static final int HEADER_COUNT_LIMIT = 100;

    private static final int INTERIM_LIMIT = 8;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[0-9] [1-9][0-9]{2}( .*)?");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final PeerInput input;
    private final Peer peer;
    private final int bodyLimit;
    private int headBytes;

    HttpResponseReader(PeerInput input, Peer peer, int bodyLimit) {
        this.input = input;
        this.peer = peer;
        this.bodyLimit = bodyLimit;
    }

    HttpAnswer read() throws NoAnswer {
        for (int interim = 0; interim <= INTERIM_LIMIT; interim++) {
            int status = status();
            List<Header> headers = headers();
            if (status >= 200 || status == SWITCHING_PROTOCOLS) {
                HttpAnswer head = new HttpAnswer(status, headers, Bytes.copyOf(new byte[0]));
                return new HttpAnswer(status, headers, Bytes.copyOf(hasBody(status) ? body(head) : new byte[0]));
            }
        }
        throw NoAnswer.notTheProtocol(peer + " sent more than " + INTERIM_LIMIT + " interim responses");
    }

    private boolean hasBody(int status) {
        return bodyLimit > 0 && status != SWITCHING_PROTOCOLS && status != NO_CONTENT && status != NOT_MODIFIED;
    }

    private int status() throws NoAnswer {
        String line = line(LineKind.STATUS);
        if (!STATUS_LINE.matcher(line).matches()) {
            byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            throw NoAnswer.notTheProtocol(peer + " answered " + Excerpt.of(line) + Excerpt.protocol(bytes));
        }
        return Integer.parseInt(line, 9, 12, 10);
    }

    private List<Header> headers() throws NoAnswer {
        List<Header> headers = new ArrayList<>();
        for (String line = line(LineKind.HEADER); !line.isEmpty(); line = line(LineKind.HEADER)) {
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                fold(headers, line);
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 0 || !NAME.matcher(line.substring(0, colon)).matches()) {
                throw malformed("header " + Excerpt.of(line));
            }
            headers.add(
                    new Header(line.substring(0, colon).toLowerCase(Locale.ROOT), value(line.substring(colon + 1))));
            if (headers.size() > HEADER_COUNT_LIMIT) {
                throw NoAnswer.notTheProtocol(peer + " sent more than " + HEADER_COUNT_LIMIT + " headers");
            }
        }
        return headers;
    }

    /// RFC 9112, section 5.2: a folded line belongs to the header before it.
    private void fold(List<Header> headers, String line) throws NoAnswer {
        if (headers.isEmpty()) {
            throw malformed("header " + Excerpt.of(line));
        }
        Header last = headers.removeLast();
        headers.add(new Header(last.name(), (last.value() + " " + value(line)).strip()));
    }

    /// Without the spaces around it, and without anything that could do harm on a terminal.
    private static String value(String raw) {
        String stripped = raw.strip();
        StringBuilder value = new StringBuilder(stripped.length());
        for (int at = 0; at < stripped.length(); at++) {
            char next = stripped.charAt(at);
            boolean control = (next < 0x20 && next != '\t') || (next >= 0x7f && next < 0xa0);
            value.append(control ? Excerpt.escaped(next) : String.valueOf(next));
        }
        return value.toString();
    }

    private enum LineKind {
        STATUS,
        HEADER,
        CHUNK
    }

    /// Up to a line feed; a carriage return belongs before it, and nowhere else.
    private String line(LineKind kind) throws NoAnswer {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = input.read();
            if (next < 0) {
                throw ended(kind, line.toString());
            }
            if (++headBytes > HEAD_LIMIT) {
                throw NoAnswer.notTheProtocol(peer + " sent headers of more than " + HEAD_LIMIT + " bytes");
            }
            if (next == '\n') {
                break;
            }
            line.append((char) next);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        String text = line.toString();
        if (text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
            throw kind == LineKind.STATUS
                    ? NoAnswer.notTheProtocol(peer + " answered " + Excerpt.of(text))
                    : malformed("line " + Excerpt.of(text.replace('\r', ' ')));
        }
        return text;
    }

    private NoAnswer ended(LineKind kind, String line) {
        if (kind != LineKind.STATUS) {
            return malformed("response: it ends early");
        }
        return line.isEmpty()
                ? new NoAnswer(Obstacle.CLOSED, peer + " " + VersionQuestion.CLOSED_ON_US)
                : NoAnswer.notTheProtocol(peer + " answered " + Excerpt.of(line)
                        + Excerpt.protocol(line.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private byte[] body(HttpAnswer head) throws NoAnswer {
        List<String> codings = head.all("transfer-encoding");
        if (!codings.isEmpty()) {
            // RFC 9112, section 6.3: it outweighs a length; a coding that does not end in chunked runs to the close.
            String last = codings.getLast().toLowerCase(Locale.ROOT);
            return last.equals("chunked") || last.endsWith(",chunked") || last.endsWith(", chunked")
                    ? chunked()
                    : untilClose();
        }
        List<String> lengths = head.all("content-length").stream().distinct().toList();
        if (lengths.isEmpty()) {
            return untilClose();
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
            throw malformed("content-length " + Excerpt.of(String.join(", ", lengths)));
        }
        int wanted = (int) Math.min(bodyLimit, Long.parseLong(lengths.getFirst()));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        copy(wanted, body);
        return body.toByteArray();
    }

    private byte[] untilClose() throws NoAnswer {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        while (body.size() < bodyLimit) {
            int count = input.read(piece, 0, Math.min(piece.length, bodyLimit - body.size()));
            if (count < 0) {
                break;
            }
            body.write(piece, 0, count);
        }
        return body.toByteArray();
    }

    private byte[] chunked() throws NoAnswer {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() < bodyLimit) {
            headBytes = 0;
            String line = line(LineKind.CHUNK);
            int semicolon = line.indexOf(';');
            String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
            if (!size.matches("[0-9A-Fa-f]{1,15}")) {
                throw malformed("chunk size " + Excerpt.of(size));
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                break;
            }
            copy((int) Math.min(bodyLimit - body.size(), length), body);
            if (body.size() < bodyLimit && !line(LineKind.CHUNK).isEmpty()) {
                throw malformed("chunk: longer than its size");
            }
        }
        return body.toByteArray();
    }

    private void copy(int length, ByteArrayOutputStream body) throws NoAnswer {
        byte[] piece = new byte[8192];
        int left = length;
        while (left > 0) {
            int count = input.read(piece, 0, Math.min(piece.length, left));
            if (count < 0) {
                throw malformed("body: it ends early");
            }
            body.write(piece, 0, count);
            left -= count;
        }
    }

    private NoAnswer malformed(String what) {
        return NoAnswer.notTheProtocol(peer + " sent a malformed " + what);
    }
}
