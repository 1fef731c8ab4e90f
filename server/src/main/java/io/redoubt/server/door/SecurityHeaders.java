package io.redoubt.server.door;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/// What every answer carries. There is no script at all on the console's pages, so none is allowed.
final class SecurityHeaders {

    /// A form's `Origin` is only sent with a referrer policy that lets it through to its own site.
    private static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                    + "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cache-Control",
            "no-store");

    private SecurityHeaders() {}

    static void on(HttpServletResponse response) {
        ALL.forEach(response::setHeader);
    }
}
