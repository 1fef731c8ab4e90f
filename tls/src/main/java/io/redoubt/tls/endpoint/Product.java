package io.redoubt.tls.endpoint;

import io.redoubt.wire.Answer;
import io.redoubt.wire.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What answers, as far as it says so: a mend is written for it.
public enum Product {
    NGINX,
    APACHE,
    CADDY,
    HAPROXY,
    /// Tomcat, Jetty, Undertow and what is built on them.
    JVM,
    UNKNOWN;

    /// Of the header `Server`; HAProxy sends none, but has error pages of its own.
    public static Product of(Answer<HttpAnswer> answer) {
        return answer instanceof Answer.Accepted<HttpAnswer>(HttpAnswer page) ? of(page) : UNKNOWN;
    }

    private static Product of(HttpAnswer page) {
        String server = page.first("server").orElse("").toLowerCase(Locale.ROOT);
        if (server.startsWith("nginx") || server.startsWith("openresty")) {
            return NGINX;
        }
        // Tomcat up to 8 calls itself Apache-Coyote.
        if (server.startsWith("apache-coyote")
                || server.startsWith("jetty")
                || server.startsWith("undertow")
                || server.startsWith("wildfly")) {
            return JVM;
        }
        if (server.startsWith("apache")) {
            return APACHE;
        }
        if (server.startsWith("caddy")) {
            return CADDY;
        }
        return isHaproxyErrorPage(page) ? HAPROXY : UNKNOWN;
    }

    private static boolean isHaproxyErrorPage(HttpAnswer page) {
        String body = new String(page.body().toArray(), StandardCharsets.ISO_8859_1);
        return page.status() >= 400
                && page.first("server").isEmpty()
                && (body.contains("No server is available to handle this request.")
                        || body.contains("Your browser sent an invalid request.")
                        || body.contains("Request forbidden by administrative rules."));
    }
}
