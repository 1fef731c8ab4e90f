package io.redoubt.edge.message;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/// What the `Connection` fields of a message name (RFC 9110, 7.6.1). They are parted once, since each field of the
/// message is looked for among them, and they are few, since a peer may write thousands.
final class ConnectionOptions {

    static final ConnectionOptions NONE = new ConnectionOptions(List.of());

    private static final int MOST = 32;

    private final List<AsciiString> names;

    private ConnectionOptions(List<AsciiString> names) {
        this.names = names;
    }

    /// With those of one more field; an empty element counts too.
    ConnectionOptions and(AsciiString value) throws RefusedException {
        List<AsciiString> all = new ArrayList<>(names);
        int from = 0;
        while (from <= value.length()) {
            if (all.size() == MOST) {
                throw new RefusedException(Refusal.MALFORMED, "the connection has too many options");
            }
            int comma = value.indexOf(',', from);
            int to = comma < 0 ? value.length() : comma;
            all.add(value.subSequence(from, to, false).trim());
            from = to + 1;
        }
        return new ConnectionOptions(all);
    }

    List<AsciiString> names() {
        return names;
    }

    /// Without regard to case.
    boolean contain(AsciiString name) {
        for (AsciiString each : names) {
            if (each.contentEqualsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
