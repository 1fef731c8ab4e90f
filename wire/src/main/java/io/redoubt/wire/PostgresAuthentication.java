package io.redoubt.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a server asks for to authenticate (PostgreSQL documentation, "Message Formats", Authentication).
final class PostgresAuthentication {

    private PostgresAuthentication() {}

    /// `trust` where it asks for nothing.
    static String name(byte[] body) throws NoAnswer {
        Cursor request = new Cursor(body, "PostgreSQL authentication request");
        int method = request.i32();
        return switch (method) {
            case 0 -> "trust";
            case 2 -> "kerberos";
            case 3 -> "cleartext password";
            case 5 -> "md5";
            case 7, 8 -> "gss";
            case 9 -> "sspi";
            case 10 -> mechanism(request.rest());
            default -> "method " + method;
        };
    }

    /// The first of the list, in lower case, as pg_hba.conf writes it.
    private static String mechanism(byte[] list) throws NoAnswer {
        String first = new String(list, StandardCharsets.ISO_8859_1).split("\0", 2)[0];
        if (!first.matches("[A-Z0-9_-]{1,20}")) {
            throw NoAnswer.notTheProtocol(
                    "malformed PostgreSQL authentication request: mechanism " + Excerpt.of(first));
        }
        // Channel binding is a variant of the same mechanism (RFC 5802).
        return first.replaceFirst("-PLUS$", "").toLowerCase(Locale.ROOT);
    }
}
