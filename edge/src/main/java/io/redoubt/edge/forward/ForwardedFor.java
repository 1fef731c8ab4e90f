package io.redoubt.edge.forward;

import io.redoubt.policy.Address;
import io.redoubt.policy.Parsed;
import org.jspecify.annotations.Nullable;

/// One entry of `X-Forwarded-For`. No standard says how it is written, so what proxies are known to write is read: an
/// address, in brackets or with a port where there is no doubt which digits are which.
final class ForwardedFor {

    private static final int LONGEST_PORT = 5;

    private ForwardedFor() {}

    /// The address without its port, or null.
    static @Nullable Address read(String entry) {
        String text = entry.strip();
        int bracket = text.indexOf(']');
        boolean bracketed = text.startsWith("[") && bracket > 0;
        int colon = text.indexOf(':');
        boolean single = colon > 0 && text.indexOf(':', colon + 1) < 0;
        if (bracketed) {
            String rest = text.substring(bracket + 1);
            String inside = text.substring(1, bracket);
            boolean six = inside.indexOf(':') >= 0 && (rest.isEmpty() || port(rest));
            return six ? address(inside) : null;
        }
        if (single) {
            return port(text.substring(colon)) ? address(text.substring(0, colon)) : null;
        }
        return address(text);
    }

    private static @Nullable Address address(String text) {
        return Address.parseTold(text) instanceof Parsed.Value<Address>(Address address) ? address : null;
    }

    private static boolean port(String text) {
        return text.length() > 1
                && text.length() <= LONGEST_PORT + 1
                && text.charAt(0) == ':'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    }
}
