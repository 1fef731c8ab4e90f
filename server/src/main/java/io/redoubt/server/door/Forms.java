package io.redoubt.server.door;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// What a form of the console's own pages carries.
public final class Forms {

    private static final String TOKEN = "csrf=";
    private static final int LONGEST = 4_096;

    private Forms() {}

    /// Reads the form, which holds nothing but the session's token.
    public static void insistOnToken(HttpServletRequest request, Session session) {
        String form = body(request);
        String shown = form.startsWith(TOKEN) ? form.substring(TOKEN.length()) : "";
        boolean own = MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), session.csrf().getBytes(StandardCharsets.UTF_8));
        if (!own) {
            throw new RefusedException(
                    Refusal.forbidden("the form is not one of this session", "open the page anew, and try again"));
        }
    }

    private static String body(HttpServletRequest request) {
        try {
            return new String(request.getInputStream().readNBytes(LONGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
