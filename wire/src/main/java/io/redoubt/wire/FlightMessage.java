package io.redoubt.wire;

import org.bouncycastle.tls.AlertDescription;

/// What comes in a server's first flight, in the clear.
sealed interface FlightMessage {

    /// @param type as in [HandshakeType]
    record Handshake(int type, Bytes body) implements FlightMessage {}

    record Alert(int level, int description) implements FlightMessage {

        static final int CLOSE_NOTIFY = 0;
        static final int UNEXPECTED_MESSAGE = 10;
        static final int RECORD_OVERFLOW = 22;
        static final int ILLEGAL_PARAMETER = 47;
        static final int DECODE_ERROR = 50;
        static final int INTERNAL_ERROR = 80;

        private static final int WARNING = 1;

        /// A warning after which the handshake may go on, say unrecognized_name (RFC 6066, section 3).
        boolean mayBeIgnored() {
            return level == WARNING && description != CLOSE_NOTIFY;
        }

        /// `alert handshake_failure`, `alert 200`.
        String text() {
            String name = AlertDescription.getName((short) description);
            return "alert " + (name.equals("UNKNOWN") ? String.valueOf(description) : name);
        }
    }
}
