package io.redoubt.tls.nginx;

import java.util.Optional;

/// A replacement of a few characters of one file.
///
/// @param start of what is replaced
/// @param end   after it; the same where something is only added
record NginxEdit(NginxFile file, int start, int end, String with) {

    /// The smallest one that gives a directive of a server a value: its value replaced where it has one, or a line
    /// added. Empty where it has the value.
    static Optional<NginxEdit> giving(NginxServer server, String name, String value) {
        Optional<NginxDirective> there = server.find(name);
        if (there.isPresent()) {
            NginxDirective directive = there.get();
            return String.join(" ", directive.values()).equals(value)
                    ? Optional.empty()
                    : Optional.of(new NginxEdit(directive.file(), directive.valuesAt(), directive.end(), value));
        }
        NginxDirective anchor = anchor(server);
        String text = anchor.file().text();
        String line = name + " " + value + ";";
        int rest = lineEnd(text, anchor.bodyStart());
        String tail = text.substring(anchor.bodyStart(), rest).strip();
        if (anchor.equals(server.at())) {
            return Optional.of(new NginxEdit(anchor.file(), anchor.bodyStart(), anchor.bodyStart(), " " + line));
        }
        if (!tail.isEmpty() && !tail.startsWith("#")) {
            return Optional.of(new NginxEdit(anchor.file(), anchor.bodyStart(), anchor.bodyStart(), " " + line));
        }
        String lineBreak = rest > 0 && text.charAt(rest - 1) == '\r' ? "\r\n" : "\n";
        int place = lineBreak.equals("\r\n") ? rest - 1 : rest;
        return Optional.of(
                new NginxEdit(anchor.file(), place, place, lineBreak + indentation(text, anchor.start()) + line));
    }

    /// After the server's last own directive about TLS, or its last `listen`, or at its beginning.
    private static NginxDirective anchor(NginxServer server) {
        NginxDirective anchor = server.at();
        boolean tls = false;
        for (NginxDirective directive : server.at().block()) {
            boolean aboutTls =
                    directive.name().startsWith("ssl_") && directive.block().isEmpty();
            if (aboutTls || (directive.name().equals("listen") && !tls)) {
                anchor = directive;
                tls = aboutTls;
            }
        }
        return anchor;
    }

    private static int lineEnd(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static String indentation(String text, int at) {
        int begin = text.lastIndexOf('\n', at - 1) + 1;
        String before = text.substring(begin, at);
        return before.isBlank() ? before : "";
    }
}
