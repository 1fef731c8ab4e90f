package io.redoubt.wire;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.Set;

/// What a server chose (RFC 8446, sections 4.1.3 and 4.1.4; RFC 5246, section 7.4.1.3).
///
/// @param version two bytes: that of supported_versions, where there is one
/// @param group   of the key_share extension
record ServerHello(int version, CipherSuite suite, OptionalInt group, Kind kind) {

    enum Kind {
        CHOICE,
        /// TLS 1.3 is agreed, another key share is wanted.
        RETRY_REQUEST
    }

    private static final byte[] RETRY_RANDOM =
            HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private static final int SESSION_ID_LIMIT = 32;

    static ServerHello parse(Bytes body) throws NoAnswer {
        Cursor hello = new Cursor(body.toArray(), "ServerHello");
        int version = hello.u16();
        if (version >>> 8 != 3) {
            throw hello.malformed(String.format("version 0x%04x", version));
        }
        boolean retry = Arrays.equals(hello.take(32), RETRY_RANDOM);
        int sessionIdLength = hello.u8();
        if (sessionIdLength > SESSION_ID_LIMIT) {
            throw hello.malformed("a session id of " + sessionIdLength + " bytes");
        }
        hello.take(sessionIdLength);
        int suite = hello.u16();
        int compression = hello.u8();
        OptionalInt group = OptionalInt.empty();
        if (!hello.isAtEnd()) {
            Cursor extensions = hello.vector(hello.u16());
            Set<Integer> seen = new HashSet<>();
            while (!extensions.isAtEnd()) {
                int type = extensions.u16();
                Cursor content = extensions.vector(extensions.u16());
                if (!seen.add(type)) {
                    throw hello.malformed("extension " + type + " twice");
                }
                if (type == Extension.SUPPORTED_VERSIONS) {
                    version = content.u16();
                    content.expectEnd();
                } else if (type == Extension.KEY_SHARE) {
                    group = OptionalInt.of(content.u16());
                }
            }
        }
        hello.expectEnd();
        if (compression != 0) {
            throw hello.malformed("compression " + compression + ", which was not offered");
        }
        if (retry && version != TlsVersion.TLS_1_3.code()) {
            throw hello.malformed("a HelloRetryRequest of another version than 1.3");
        }
        return new ServerHello(version, CipherSuiteRegistry.of(suite), group, retry ? Kind.RETRY_REQUEST : Kind.CHOICE);
    }

    /// `TLS 1.2`, `SSLv3`, `version 0x0305`.
    String versionText() {
        return TlsVersion.ofCode(version)
                .map(known -> known == TlsVersion.SSL_3 ? known.text() : "TLS " + known.text())
                .orElseGet(() -> String.format("version 0x%04x", version));
    }
}
