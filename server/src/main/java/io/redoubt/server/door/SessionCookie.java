package io.redoubt.server.door;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The cookie that holds a session's secret. Its prefix makes browsers insist on TLS, on this host alone, on all paths.
public final class SessionCookie {

    static final String NAME = "__Host-redoubt";

    private SessionCookie() {}

    static String of(Sessions.Opened opened) {
        return text(opened.secret(), Sessions.ABSOLUTE.toSeconds());
    }

    /// What makes a browser forget it.
    public static String gone() {
        return text("", 0);
    }

    private static String text(String secret, long seconds) {
        return NAME + "=" + secret + "; Path=/; Max-Age=" + seconds + "; Secure; HttpOnly; SameSite=Strict";
    }

    /// Two of them are one too many: somebody else may have set one.
    static Optional<String> in(HttpServletRequest request) {
        Cookie @Nullable [] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        String found = null;
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(NAME)) {
                if (found != null) {
                    return Optional.empty();
                }
                found = cookie.getValue();
            }
        }
        return Optional.ofNullable(found);
    }
}
