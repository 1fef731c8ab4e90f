package io.redoubt.policy;

import java.util.Locale;

/// A DNS name as RFC 1123 has it, in small letters: `shop.example.com`.
public record HostName(String text) {

    public static final ScalarType<HostName> TYPE = ScalarType.of("a host name", "shop.example.com", HostName::parse);

    /// The same, or `*.example.com` for every name one level below.
    public static final ScalarType<HostName> WILDCARD = ScalarType.of(
            "a host name",
            "shop.example.com",
            text -> text.startsWith("*.")
                    ? switch (parse(text.substring(2))) {
                        case Parsed.Value<HostName>(HostName below) -> Parsed.value(new HostName("*." + below.text()));
                        case Parsed.Wrong<HostName> wrong -> wrong;
                    }
                    : parse(text));

    public static Parsed<HostName> parse(String text) {
        if (text.contains("://")) {
            return Parsed.wrong("is a URL and not a host name", "write the host only");
        }
        if (text.startsWith("*.")) {
            return Parsed.wrong("has a wildcard", "write the whole name");
        }
        boolean shaped = !text.isEmpty() && text.length() <= 253;
        for (String label : text.split("\\.", -1)) {
            shaped &= label(label);
        }
        if (!shaped || digits(text.substring(text.lastIndexOf('.') + 1))) {
            return Parsed.wrong("is not a host name", "use one such as shop.example.com");
        }
        return Parsed.value(new HostName(text.toLowerCase(Locale.ROOT)));
    }

    /// Whether a name of a certificate, `shop.example.com` or `*.example.com`, is a host's. A wildcard stands for
    /// exactly one label, whole and leftmost (RFC 9525, section 6.3).
    public static boolean covers(String name, String host) {
        if (!name.startsWith("*.")) {
            return name.equalsIgnoreCase(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equalsIgnoreCase(name.substring(1)) && name.indexOf('*', 1) < 0;
    }

    private static boolean label(String label) {
        return !label.isEmpty()
                && label.length() <= 63
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.chars().allMatch(c -> c == '-' || Ascii.alphanumeric(c));
    }

    private static boolean digits(String label) {
        return label.chars().allMatch(Ascii::digit);
    }

    @Override
    public String toString() {
        return text;
    }
}
