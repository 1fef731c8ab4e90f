package io.redoubt.tls.nginx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A `server` block.
///
/// @param at       the directive itself
/// @param contents what is in it, its includes included
record NginxServer(NginxDirective at, List<NginxDirective> contents) {

    /// Where it takes TLS connections: `443`, `127.0.0.1:443`, as written.
    List<String> tlsListens() {
        return listens().stream()
                .filter(listen -> listen.values().contains("ssl"))
                .map(listen -> listen.values().getFirst())
                .toList();
    }

    boolean isDefaultOf(String listen) {
        return listens().stream()
                .anyMatch(each -> each.values().getFirst().equals(listen)
                        && (each.values().contains("default_server")
                                || each.values().contains("default")));
    }

    List<String> names() {
        return contents.stream()
                .filter(directive -> directive.name().equals("server_name"))
                .flatMap(directive -> directive.values().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    Optional<NginxDirective> find(String name) {
        return contents.stream()
                .filter(directive -> directive.name().equals(name))
                .findFirst();
    }

    /// How well it fits a name, as nginx decides: exact, longest wildcard, 0 where it does not.
    int fits(String host) {
        int best = 0;
        for (String name : names()) {
            if (name.equals(host) || name.equals("." + host)) {
                return Integer.MAX_VALUE;
            }
            boolean ends = (name.startsWith("*.") && host.endsWith(name.substring(1)))
                    || (name.startsWith(".") && host.endsWith(name));
            boolean begins = name.endsWith(".*") && host.startsWith(name.substring(0, name.length() - 1));
            if (ends) {
                best = Math.max(best, 1_000 + name.length());
            } else if (begins) {
                best = Math.max(best, name.length());
            }
        }
        return best;
    }

    boolean hasPattern() {
        return names().stream().anyMatch(name -> name.startsWith("~"));
    }

    static int port(String listen) {
        String tail = listen.substring(listen.lastIndexOf(':') + 1);
        return tail.matches("[0-9]{1,5}") && !listen.startsWith("unix:") ? Integer.parseInt(tail) : -1;
    }

    private List<NginxDirective> listens() {
        List<NginxDirective> listens = new ArrayList<>();
        for (NginxDirective directive : contents) {
            if (directive.name().equals("listen") && !directive.values().isEmpty()) {
                listens.add(directive);
            }
        }
        return listens;
    }
}
