package io.redoubt.edge.message;

import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The fields that the edge knows. All others are forwarded as they are.
public enum FieldName {
    OTHER(Role.END_TO_END),
    HOST(Role.FRAMING),
    CONTENT_LENGTH(Role.FRAMING),
    TRANSFER_ENCODING(Role.HOP_BY_HOP),
    CONNECTION(Role.HOP_BY_HOP),
    KEEP_ALIVE(Role.HOP_BY_HOP),
    PROXY_CONNECTION(Role.HOP_BY_HOP),
    PROXY_AUTHENTICATE(Role.HOP_BY_HOP),
    PROXY_AUTHORIZATION(Role.HOP_BY_HOP),
    TE(Role.HOP_BY_HOP),
    TRAILER(Role.HOP_BY_HOP),
    UPGRADE(Role.HOP_BY_HOP),
    HTTP2_SETTINGS(Role.HOP_BY_HOP),
    EXPECT(Role.HOP_BY_HOP),
    FORWARDED(Role.CLAIM),
    X_FORWARDED_FOR(Role.CLAIM),
    /// Any other that begins so.
    X_FORWARDED(Role.CLAIM),
    X_REAL_IP(Role.CLAIM),
    X_CLIENT_IP(Role.CLAIM),
    TRUE_CLIENT_IP(Role.CLAIM),
    X_CLUSTER_CLIENT_IP(Role.CLAIM),
    X_ORIGINAL_HOST(Role.CLAIM),
    X_ORIGINAL_URL(Role.CLAIM),
    X_REWRITE_URL(Role.CLAIM),
    PROXY(Role.CLAIM),
    REMOTE_USER(Role.CLAIM),
    X_REMOTE_USER(Role.CLAIM),
    X_AUTHENTICATED_USER(Role.CLAIM),
    /// Whatever begins so: what a proxy read in a client's certificate.
    SSL_CLIENT(Role.CLAIM),
    /// Whatever begins so.
    X_SSL_CLIENT(Role.CLAIM),
    COOKIE(Role.END_TO_END),
    AUTHORIZATION(Role.END_TO_END),
    SET_COOKIE(Role.END_TO_END),
    SERVER(Role.TELLTALE),
    X_POWERED_BY(Role.TELLTALE),
    STRICT_TRANSPORT_SECURITY(Role.END_TO_END),
    X_CONTENT_TYPE_OPTIONS(Role.END_TO_END),
    REFERRER_POLICY(Role.END_TO_END),
    X_FRAME_OPTIONS(Role.END_TO_END),
    CONTENT_SECURITY_POLICY(Role.END_TO_END),
    SEC_WEBSOCKET_KEY(Role.END_TO_END);

    /// What the edge does with it.
    public enum Role {
        END_TO_END,
        /// Says where a message goes and ends: read once, and written anew.
        FRAMING,
        /// Between two neighbours (RFC 9110, 7.6.1).
        HOP_BY_HOP,
        /// What only a proxy may say of a request: written anew.
        CLAIM,
        /// Tells which software a server runs.
        TELLTALE
    }

    private static final int SLOTS = 256;
    private static final FieldName[] TABLE = table();

    private static final List<FieldName> FAMILIES = List.of(X_FORWARDED, SSL_CLIENT, X_SSL_CLIENT);

    private final Role role;

    @SuppressWarnings("ImmutableEnumChecker") // It wraps bytes that nobody else has.
    private final AsciiString text;

    FieldName(Role role) {
        this.role = role;
        this.text = AsciiString.cached(name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    public Role role() {
        return role;
    }

    /// In small letters.
    public AsciiString text() {
        return text;
    }

    /// Without regard to case.
    public static FieldName of(AsciiString name) {
        int slot = slot(name);
        while (TABLE[slot] != OTHER) {
            if (TABLE[slot].text.contentEqualsIgnoreCase(name)) {
                return TABLE[slot];
            }
            slot = (slot + 1) % SLOTS;
        }
        for (FieldName family : FAMILIES) {
            if (family.begins(name)) {
                return family;
            }
        }
        return OTHER;
    }

    /// Whether the name is this one's, a hyphen and something more.
    private boolean begins(AsciiString name) {
        int length = text.length();
        return name.length() > length && name.byteAt(length) == '-' && text.regionMatches(true, 0, name, 0, length);
    }

    private static int slot(AsciiString name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 8) ^ (hash >>> 16) ^ (hash >>> 24)) & (SLOTS - 1);
    }

    private static FieldName[] table() {
        FieldName[] table = new FieldName[SLOTS];
        Arrays.fill(table, OTHER);
        for (FieldName each : values()) {
            if (each != OTHER) {
                int slot = slot(each.text);
                while (table[slot] != OTHER) {
                    slot = (slot + 1) % SLOTS;
                }
                table[slot] = each;
            }
        }
        return table;
    }
}
