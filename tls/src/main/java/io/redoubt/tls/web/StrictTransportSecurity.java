package io.redoubt.tls.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `Strict-Transport-Security` (RFC 6797, section 6.1).
public record StrictTransportSecurity(Duration maxAge, Subdomains subdomains) {

    /// Whether the policy holds below the host, too.
    public enum Subdomains {
        INCLUDED,
        LEFT_OUT
    }

    /// A token, and a value that is a token or a quoted string.
    private static final Pattern DIRECTIVE =
            Pattern.compile("\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\\s*(?:=\\s*(?:\"([^\"]*)\"|([^\\s\"]*))\\s*)?");

    /// Eighteen digits of seconds are more than the age of the universe.
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

    /// Empty where a browser would not heed it: no `max-age`, a directive twice, or not the grammar.
    public static Optional<StrictTransportSecurity> parse(String header) {
        Map<String, String> directives = new HashMap<>();
        for (String part : header.split(";", -1)) {
            if (part.isBlank()) {
                continue;
            }
            Matcher directive = DIRECTIVE.matcher(part);
            if (!directive.matches()) {
                return Optional.empty();
            }
            String value = directive.group(2) != null ? directive.group(2) : directive.group(3);
            String name = directive.group(1).toLowerCase(Locale.ROOT);
            if (directives.put(name, value == null ? "" : value) != null) {
                return Optional.empty();
            }
        }
        String maxAge = directives.getOrDefault("max-age", "");
        return SECONDS.matcher(maxAge).matches()
                ? Optional.of(new StrictTransportSecurity(
                        Duration.ofSeconds(Math.min(Long.parseLong(maxAge), Integer.MAX_VALUE)),
                        directives.containsKey("includesubdomains") ? Subdomains.INCLUDED : Subdomains.LEFT_OUT))
                : Optional.empty();
    }
}
