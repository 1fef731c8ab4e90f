package io.redoubt.tls.web;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A header `Set-Cookie` without its value (RFC 6265bis, section 5.6): the value may be a session, and is forgotten.
///
/// @param attributes names in lower case; the last one of a name counts
public record SetCookie(String name, Map<String, String> attributes) {

    public SetCookie {
        attributes = Map.copyOf(attributes);
    }

    public static SetCookie parse(String header) {
        String[] parts = header.split(";", -1);
        int equals = parts[0].indexOf('=');
        // Without one, the whole is the value of a cookie that has no name.
        String name = equals < 0 ? "" : parts[0].substring(0, equals).strip();
        Map<String, String> attributes = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            int at = part.indexOf('=');
            String key = at < 0 ? part : part.substring(0, at).strip();
            attributes.put(
                    key.toLowerCase(Locale.ROOT),
                    at < 0 ? "" : part.substring(at + 1).strip());
        }
        return new SetCookie(name, attributes);
    }

    public boolean isSecure() {
        return attributes.containsKey("secure");
    }

    public boolean isHttpOnly() {
        return attributes.containsKey("httponly");
    }

    /// `strict`, `lax`, `none`; empty where it is missing or means nothing to a browser.
    public Optional<String> sameSite() {
        return Optional.ofNullable(attributes.get("samesite"))
                .map(value -> value.toLowerCase(Locale.ROOT))
                .filter(value -> value.equals("strict") || value.equals("lax") || value.equals("none"));
    }

    /// Whether a browser drops it, because its name promises what its attributes don't keep (section 4.1.3).
    public boolean breaksItsPrefix() {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("__host-")) {
            return !isSecure()
                    || !"/".equals(attributes.get("path"))
                    || !attributes.getOrDefault("domain", "").isEmpty();
        }
        return lower.startsWith("__secure-") && !isSecure();
    }
}
