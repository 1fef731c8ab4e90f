package io.redoubt.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// An ErrorResponse of PostgreSQL, or of what speaks like it.
///
/// @param message  as the server wrote it, in its language, fit to be shown
/// @param sqlState five characters, or empty
/// @param routine  where in the server's source it was raised: the same in all languages; empty where it isn't
/// PostgreSQL
record PostgresError(String message, String sqlState, String routine) {

    private static final int LENGTH_LIMIT = 16 * 1024;
    private static final int OLDEST_FORMAT_LIMIT = 1024;

    /// Reads what follows the byte `E`.
    static PostgresError readAfterType(PeerInput input) throws NoAnswer {
        byte[] head = input.take(4);
        int length = new Cursor(head, "PostgreSQL error").i32();
        if (length < 4 || length > LENGTH_LIMIT) {
            // Before protocol 3, and still where a server can't fork, an error is a bare string.
            return new PostgresError(Excerpt.of(untilZero(input, head)), "", "");
        }
        return parse(input.take(length - 4));
    }

    private static byte[] untilZero(PeerInput input, byte[] before) throws NoAnswer {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(before);
        for (int next = input.read(); next > 0; next = input.read()) {
            if (text.size() == OLDEST_FORMAT_LIMIT) {
                throw NoAnswer.notTheProtocol("a PostgreSQL error of more than " + OLDEST_FORMAT_LIMIT + " bytes");
            }
            text.write(next);
        }
        return text.toByteArray();
    }

    static PostgresError parse(byte[] body) throws NoAnswer {
        Map<Character, String> fields = new HashMap<>();
        int at = 0;
        while (at < body.length && body[at] != 0) {
            int end = at + 1;
            while (end < body.length && body[end] != 0) {
                end++;
            }
            if (end == body.length) {
                throw NoAnswer.notTheProtocol("malformed PostgreSQL error: a field without an end");
            }
            fields.putIfAbsent((char) body[at], new String(body, at + 1, end - at - 1, StandardCharsets.UTF_8));
            at = end + 1;
        }
        return new PostgresError(
                Excerpt.of(fields.getOrDefault('M', "")),
                printable(fields.getOrDefault('C', "")),
                printable(fields.getOrDefault('R', "")));
    }

    private static String printable(String field) {
        return field.matches("[A-Za-z0-9_]{1,64}") ? field : "";
    }

    /// `28000 'no pg_hba.conf entry for host …'`.
    String text() {
        return sqlState.isEmpty() ? message : sqlState + " " + message;
    }
}
