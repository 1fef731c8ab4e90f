package io.redoubt.edge.log;

import io.netty.util.AsciiString;
import io.redoubt.edge.message.Refusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// One line for one request: JSON, and nothing secret. No query, no cookie, no authorization, no body.
public final class AccessLine {

    private static final int LONGEST_TEXT = 1_024;
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final LogBuffer buffer;
    private final StringBuilder line = new StringBuilder(512);
    private long second = Long.MIN_VALUE;
    private String text = "";

    public AccessLine(LogBuffer buffer) {
        this.buffer = buffer;
    }

    /// What there is to say of a request; null where it is not known.
    ///
    /// @param path          without the query
    /// @param status        0 where none was sent
    /// @param would         what the mode `enforce` would have refused it for
    /// @param micros        from the head of the request to the end of the response
    public record Entry(
            Instant at,
            String client,
            @Nullable AsciiString method,
            @Nullable String host,
            @Nullable AsciiString path,
            String protocol,
            int status,
            long requestBytes,
            long responseBytes,
            long micros,
            @Nullable String route,
            @Nullable String server,
            @Nullable Refusal refused,
            @Nullable String why,
            @Nullable Refusal would) {}

    public void write(Entry entry) {
        if (!buffer.open()) {
            return;
        }
        line.setLength(0);
        line.append("{\"at\":\"");
        time(entry.at);
        line.append("\",\"client\":\"").append(entry.client).append('"');
        text("method", entry.method);
        text("host", entry.host);
        text("path", entry.path);
        text("protocol", entry.protocol);
        number("status", entry.status);
        number("request_bytes", entry.requestBytes);
        number("response_bytes", entry.responseBytes);
        number("micros", entry.micros);
        text("route", entry.route);
        text("server", entry.server);
        text("refused", entry.refused == null ? null : entry.refused.label());
        text("why", entry.why);
        text("would", entry.would == null ? null : entry.would.label());
        line.append("}\n");
        buffer.add(line);
    }

    private void time(Instant at) {
        if (at.getEpochSecond() != second) {
            second = at.getEpochSecond();
            text = SECONDS.format(at);
        }
        int millis = at.getNano() / 1_000_000;
        line.append(text).append('.');
        line.append((char) ('0' + millis / 100));
        line.append((char) ('0' + millis / 10 % 10));
        line.append((char) ('0' + millis % 10)).append('Z');
    }

    private void number(String name, long value) {
        line.append(",\"").append(name).append("\":").append(value);
    }

    private void text(String name, @Nullable CharSequence value) {
        if (value == null) {
            return;
        }
        line.append(",\"").append(name).append("\":\"");
        int length = Math.min(value.length(), LONGEST_TEXT);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
                line.append(c);
            } else {
                line.append("\\u").append(HEX[(c >> 12) & 15]).append(HEX[(c >> 8) & 15]);
                line.append(HEX[(c >> 4) & 15]).append(HEX[c & 15]);
            }
        }
        line.append('"');
    }
}
