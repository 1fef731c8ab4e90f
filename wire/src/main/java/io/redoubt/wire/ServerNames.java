package io.redoubt.wire;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name that a client asks for (RFC 6066, section 3): none where the peer is known by an address.
final class ServerNames {

    private static final Pattern IPV4 = Pattern.compile("[0-9.]+");
    private static final int LENGTH_LIMIT = 253;

    private ServerNames() {}

    static Optional<String> of(String host) {
        if (host.isEmpty() || host.indexOf(':') >= 0 || IPV4.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            String ascii = IDN.toASCII(host);
            String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return name.isEmpty() || name.length() > LENGTH_LIMIT ? Optional.empty() : Optional.of(name);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
