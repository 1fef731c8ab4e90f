package io.redoubt.acceptance.endpoints;

import io.redoubt.testkit.IssuedCertificate;
import java.util.LinkedHashMap;
import java.util.Map;

/// The configuration of an nginx that does everything right, or everything but a little.
///
/// @param name       of the server inside TLS, on the port `https`
/// @param directives of it, by what a later one of the same name replaces
/// @param plain      what the port `http` does
record Site(String name, Map<String, String> directives, String plain) {

    Site {
        directives = new LinkedHashMap<>(directives);
    }

    static Site good(IssuedCertificate certificate) {
        return new Site("localhost", Map.of(), "return 301 https://$host<:https>$request_uri;")
                .with("listen <https> ssl;")
                .with("server_tokens off;")
                .with("ssl_certificate " + certificate.chainFile() + ";")
                .with("ssl_certificate_key " + certificate.keyFile() + ";")
                .with("ssl_protocols TLSv1.3;")
                .with("ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;")
                .with("add_header Strict-Transport-Security \"max-age=31536000; includeSubDomains\" always;")
                .with("add_header Content-Security-Policy \"default-src 'self'; frame-ancestors 'none'\" always;")
                .with("add_header X-Content-Type-Options nosniff always;")
                .with("add_header Referrer-Policy no-referrer always;")
                .with("add_header Set-Cookie \"id=1; Path=/; Secure; HttpOnly; SameSite=Lax\" always;")
                .with("location / { default_type text/html; return 200 hello; }");
    }

    /// In place of the directive of the same name; of `add_header` there is one for each header.
    Site with(String directive) {
        Map<String, String> all = new LinkedHashMap<>(directives);
        all.put(key(directive), directive);
        return new Site(name, all, plain);
    }

    Site without(String directive) {
        Map<String, String> rest = new LinkedHashMap<>(directives);
        if (rest.remove(directive) == null) {
            throw new IllegalArgumentException("there is no " + directive);
        }
        return new Site(name, rest, plain);
    }

    Site named(String other) {
        return new Site(other, directives, plain);
    }

    Site plainly(String directive) {
        return new Site(name, directives, directive);
    }

    /// For nginx's `http` block.
    String text() {
        return inTls() + "server { listen <http>; server_tokens off; " + plain + " }\n";
    }

    /// The server inside TLS alone.
    String inTls() {
        return "server {\n  server_name " + name + ";\n  " + String.join("\n  ", directives.values()) + "\n}\n";
    }

    private static String key(String directive) {
        String[] words = directive.split("[ ;]", 3);
        return words[0].equals("add_header") ? words[0] + " " + words[1] : words[0];
    }
}
