package io.redoubt.wire;

import java.nio.charset.StandardCharsets;

/// What a stranger said, fit to be shown: one line of printable ASCII, cut short.
final class Excerpt {

    private static final int LIMIT = 160;

    private Excerpt() {}

    /// The first line, quoted: `'HTTP/1.1 400 Bad Request'`.
    static String of(byte[] bytes) {
        return of(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    static String of(String text) {
        StringBuilder shown = new StringBuilder("'");
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '\r' || next == '\n') {
                break;
            }
            if (at == LIMIT) {
                shown.append('…');
                break;
            }
            shown.append(escaped(next));
        }
        return shown.append('\'').toString();
    }

    /// As it is where it is printable ASCII, else `\x1b`.
    static String escaped(char character) {
        if (character >= 0x20 && character < 0x7f && character != '\\') {
            return String.valueOf(character);
        }
        return character == '\\' ? "\\\\" : String.format(character > 0xff ? "\\u%04x" : "\\x%02x", (int) character);
    }

    /// The protocol that begins like this, as a remark in brackets, or nothing.
    static String protocol(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.startsWith("HTTP/")) {
            return " (plain HTTP)";
        }
        if (text.startsWith("SSH-")) {
            return " (SSH)";
        }
        if (text.startsWith("220 ") || text.startsWith("220-")) {
            return " (SMTP or FTP)";
        }
        if (bytes.length >= 2 && (bytes[0] == 0x15 || bytes[0] == 0x16) && bytes[1] == 3) {
            return " (TLS)";
        }
        return "";
    }
}
