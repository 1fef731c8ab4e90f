package io.redoubt.wire;

import java.util.Optional;

/// A version of the protocol, the oldest first.
public enum TlsVersion {
    SSL_3(0x0300, "SSLv3"),
    TLS_1_0(0x0301, "1.0"),
    TLS_1_1(0x0302, "1.1"),
    TLS_1_2(0x0303, "1.2"),
    TLS_1_3(0x0304, "1.3");

    private final int code;
    private final String text;

    TlsVersion(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /// The two bytes on the wire (RFC 8446, section 4.2.1).
    public int code() {
        return code;
    }

    /// As policies write it: `1.3`, `SSLv3`.
    public String text() {
        return text;
    }

    public static Optional<TlsVersion> ofCode(int code) {
        for (TlsVersion version : values()) {
            if (version.code == code) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    public static Optional<TlsVersion> parse(String text) {
        for (TlsVersion version : values()) {
            if (version.text.equals(text)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    public boolean atLeast(TlsVersion other) {
        return code >= other.code;
    }
}
