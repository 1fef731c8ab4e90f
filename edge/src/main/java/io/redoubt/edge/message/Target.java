package io.redoubt.edge.message;

import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// What a request asks for: a path that all servers read alike, and a query. The bytes that are authorised are those
/// that are forwarded.
///
/// A path is refused where servers differ: an empty segment (`//`), `.` and `..`, encoded or not, `;`, `\`, an
/// encoded slash, backslash, semicolon, control character or letter, an escape of an escape, an invalid escape, and
/// what does not decode to UTF-8 (RFC 3986, 6.2.2, turned into a demand).
///
/// @param text as received: path and query
/// @param path decoded once, without the query
public record Target(AsciiString text, String path) {

    /// @throws RefusedException [Refusal#AMBIGUOUS_PATH], or malformed
    public static Target parse(AsciiString text) throws RefusedException {
        byte[] array = text.array();
        int start = text.arrayOffset();
        int end = start + text.length();
        if (start == end || array[start] != '/') {
            throw new RefusedException(Refusal.MALFORMED, "the target is no path");
        }
        int segment = start + 1;
        boolean escaped = false;
        int at = start + 1;
        for (; at < end && array[at] != '?'; at++) {
            byte octet = array[at];
            if (Octets.path(octet)) {
                continue;
            }
            if (octet == '/') {
                refuseUnclear(array, segment, at, false);
                segment = at + 1;
            } else if (octet == '%') {
                escape(array, at, end);
                escaped = true;
                at += 2;
            } else {
                throw ambiguous("the path has a character that servers read differently");
            }
        }
        refuseUnclear(array, segment, at, true);
        for (int i = at; i < end; i++) {
            if (!Octets.query(array[i])) {
                throw new RefusedException(Refusal.MALFORMED, "the query has a character that is not allowed");
            }
        }
        String raw = new String(array, start, at - start, StandardCharsets.US_ASCII);
        return new Target(text, escaped ? decoded(raw) : raw);
    }

    /// Path and query parted at the first `?`.
    public AsciiString pathText() {
        int query = text.indexOf('?', 0);
        return query < 0 ? text : text.subSequence(0, query, false);
    }

    private static void refuseUnclear(byte[] array, int from, int to, boolean last) throws RefusedException {
        int length = to - from;
        if (length == 0 && !last) {
            throw ambiguous("the path has an empty segment");
        }
        boolean dots =
                (length == 1 && array[from] == '.') || (length == 2 && array[from] == '.' && array[from + 1] == '.');
        if (dots) {
            throw ambiguous("the path has a segment of dots");
        }
    }

    private static void escape(byte[] array, int at, int end) throws RefusedException {
        int high = at + 2 < end ? Octets.hex(array[at + 1]) : -1;
        int low = at + 2 < end ? Octets.hex(array[at + 2]) : -1;
        if (high < 0 || low < 0) {
            throw ambiguous("the path has an invalid escape");
        }
        int octet = (high << 4) | low;
        boolean twofold =
                octet == '%' && at + 4 < end && Octets.hex(array[at + 3]) >= 0 && Octets.hex(array[at + 4]) >= 0;
        boolean unclear = octet < ' '
                || octet == 127
                || octet == '/'
                || octet == '\\'
                || octet == ';'
                || (Octets.unreserved(octet) && octet != '~')
                || twofold;
        if (unclear) {
            throw ambiguous("the path has an escape that servers read differently");
        }
    }

    private static String decoded(String raw) throws RefusedException {
        ByteBuffer octets = ByteBuffer.allocate(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) == '%') {
                octets.put((byte) Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                octets.put((byte) raw.charAt(i));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
        } catch (CharacterCodingException e) {
            throw ambiguous("the path is not UTF-8");
        }
    }

    private static RefusedException ambiguous(String why) {
        return new RefusedException(Refusal.AMBIGUOUS_PATH, why);
    }
}
