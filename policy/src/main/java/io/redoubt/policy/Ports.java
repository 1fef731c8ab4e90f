package io.redoubt.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a rule opens: `https`, `8080/tcp`, `8000-8010/tcp`.
///
/// @param text   as written
/// @param ranges what it stands for: `dns` is 53 of both protocols
public record Ports(String text, List<PortRange> ranges) {

    /// The services that have a name here; their ports are IANA's.
    private static final Map<String, List<PortRange>> NAMES = names();

    public static final ScalarType<Ports> TYPE = ScalarType.of("a port", "443/tcp", Ports::parse);

    public Ports {
        ranges = List.copyOf(ranges);
    }

    public static Parsed<Ports> parse(String text) {
        List<PortRange> named = NAMES.get(text);
        if (named != null) {
            return Parsed.value(new Ports(text, named));
        }
        boolean number = Ascii.number(text, 9);
        if (number) {
            return Parsed.wrong("names no protocol", "use %s/tcp or %s/udp".formatted(text, text));
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            List<String> names = List.copyOf(NAMES.keySet());
            return Parsed.wrong(
                    "is not a port",
                    Suggestion.of(text, names)
                            .orElse("use a number and its protocol, such as 8080/tcp, or a name such as https"));
        }
        PortRange.Protocol protocol = switch (text.substring(slash + 1)) {
            case "tcp" -> PortRange.Protocol.TCP;
            case "udp" -> PortRange.Protocol.UDP;
            default -> null;
        };
        if (protocol == null) {
            return Parsed.wrong("has no protocol that has ports", "use tcp or udp");
        }
        return range(text, text.substring(0, slash), protocol);
    }

    private static Parsed<Ports> range(String text, String numbers, PortRange.Protocol protocol) {
        int dash = numbers.indexOf('-');
        int first = number(dash < 0 ? numbers : numbers.substring(0, dash));
        int last = dash < 0 ? first : number(numbers.substring(dash + 1));
        if (first < 1 || last < 1) {
            return Parsed.wrong("is not a port", "use a number from 1 to 65535 and its protocol, such as 8080/tcp");
        }
        return first > last
                ? Parsed.wrong("ends before it begins", "write the smaller port first")
                : Parsed.value(new Ports(text, List.of(new PortRange(protocol, first, last))));
    }

    private static int number(String text) {
        boolean number = Ascii.number(text, 5);
        int value = number ? Integer.parseInt(text) : -1;
        return value <= 65_535 ? value : -1;
    }

    public boolean overlaps(Ports other) {
        return ranges.stream().anyMatch(range -> other.ranges.stream().anyMatch(range::overlaps));
    }

    public static List<String> knownNames() {
        return List.copyOf(NAMES.keySet());
    }

    private static Map<String, List<PortRange>> names() {
        Map<String, List<PortRange>> names = new LinkedHashMap<>();
        tcp(names, "https", 443);
        tcp(names, "http", 80);
        tcp(names, "ssh", 22);
        tcp(names, "postgresql", 5432);
        both(names, "dns", 53);
        udp(names, "ntp", 123);
        tcp(names, "mysql", 3306);
        tcp(names, "redis", 6379);
        tcp(names, "smtp", 25);
        tcp(names, "submission", 587);
        tcp(names, "smtps", 465);
        tcp(names, "imaps", 993);
        tcp(names, "ldaps", 636);
        tcp(names, "amqps", 5671);
        tcp(names, "syslog-tls", 6514);
        return Collections.unmodifiableMap(names);
    }

    private static void tcp(Map<String, List<PortRange>> names, String name, int port) {
        names.put(name, List.of(new PortRange(PortRange.Protocol.TCP, port, port)));
    }

    private static void udp(Map<String, List<PortRange>> names, String name, int port) {
        names.put(name, List.of(new PortRange(PortRange.Protocol.UDP, port, port)));
    }

    private static void both(Map<String, List<PortRange>> names, String name, int port) {
        List<PortRange> ranges = new ArrayList<>();
        for (PortRange.Protocol protocol : PortRange.Protocol.values()) {
            ranges.add(new PortRange(protocol, port, port));
        }
        names.put(name, ranges);
    }
}
