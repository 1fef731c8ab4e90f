package io.redoubt.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The policy that `init` writes: it verifies what is there and changes nothing.
public final class StarterPolicy {

    private static final List<Integer> TLS_PORTS = List.of(443, 8443, 9443);
    private static final int POSTGRESQL = 5432;

    private StarterPolicy() {}

    /// @param service   a name of `a-z`, `0-9` and `-`
    /// @param listeners what was found on this machine
    public static String text(String service, List<Listener> listeners) {
        List<String> lines = new ArrayList<>();
        lines.add("# What %s has to be. Nothing is changed: every mode is 'verify' until you write 'enforce'."
                .formatted(service));
        lines.add("# 'redoubt policy show' prints it with every default; docs/policy.md explains each key.");
        lines.add("redoubt: 1");
        lines.add("service: " + service);
        lines.add("");
        lines.add("# Listening on this machine: " + found(listeners) + ".");
        lines.add("tls:");
        lines.add("  minimum: \"1.3\"");
        endpoints(listeners, lines);
        lines.add("  renew-before: 30d");
        lines.add("");
        database(listeners, lines);
        lines.add("");
        lines.add("secrets:");
        lines.add("  max-age: 90d");
        lines.add("");
        lines.add("scanning:");
        lines.add("  source: [ \".\" ]                # the service's own source code");
        lines.add("  fail-on: high");
        lines.add("");
        lines.add("checks: { every: 1h, timeout: 10s }");
        lines.add("");
        lines.add(
                "# Declare next, one at a time: network, authentication, authorization, incidents, compliance, edge.");
        lines.add(
                "# What differs between environments goes into redoubt.production.yaml and the like (--env production).");
        return String.join("\n", lines) + "\n";
    }

    private static String found(List<Listener> listeners) {
        if (listeners.isEmpty()) {
            return "nothing was found";
        }
        String shown = listeners.stream()
                .limit(12)
                .map(each -> each.port() + (each.everywhere() ? "" : " (loopback)"))
                .collect(Collectors.joining(", "));
        return listeners.size() > 12 ? shown + " and %d more".formatted(listeners.size() - 12) : shown;
    }

    private static void endpoints(List<Listener> listeners, List<String> lines) {
        List<Integer> ports = listeners.stream()
                .map(Listener::port)
                .filter(TLS_PORTS::contains)
                .toList();
        if (ports.isEmpty()) {
            lines.add("  endpoints: []                  # such as https://shop.example.com");
            return;
        }
        lines.add("  endpoints:                     # write the public name in place of localhost");
        for (int port : ports) {
            lines.add("    - https://localhost" + (port == 443 ? "" : ":" + port));
        }
    }

    private static void database(List<Listener> listeners, List<String> lines) {
        boolean postgresql = listeners.stream().anyMatch(each -> each.port() == POSTGRESQL);
        lines.add("data:");
        if (postgresql) {
            lines.add("  databases:                     # the URL stays outside: export DATABASE_URL=postgresql://…");
            lines.add("    - { name: main, url: { env: DATABASE_URL } }");
            lines.add("  backups: []                    # { of: main, to: { file: /mnt/backup } }");
        } else {
            lines.add("  databases: []                  # { name: main, url: { env: DATABASE_URL } }");
        }
    }
}
