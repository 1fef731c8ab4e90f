package io.redoubt.edge.forward;

import io.netty.util.AsciiString;

/// Adds what a cookie lacks: `Secure`, `HttpOnly`, and `SameSite=Lax` (RFC 6265bis). What it has stays.
final class SetCookie {

    private static final AsciiString SECURE = AsciiString.cached("secure");
    private static final AsciiString HTTP_ONLY = AsciiString.cached("httponly");
    private static final AsciiString SAME_SITE = AsciiString.cached("samesite");

    private SetCookie() {}

    static AsciiString mended(AsciiString value) {
        boolean secure = false;
        boolean httpOnly = false;
        boolean sameSite = false;
        AsciiString[] attributes = value.split(';');
        for (int i = 1; i < attributes.length; i++) {
            AsciiString attribute = attributes[i].trim();
            int equals = attribute.indexOf('=', 0);
            AsciiString name = (equals < 0 ? attribute : attribute.subSequence(0, equals, false)).trim();
            secure |= SECURE.contentEqualsIgnoreCase(name);
            httpOnly |= HTTP_ONLY.contentEqualsIgnoreCase(name);
            sameSite |= SAME_SITE.contentEqualsIgnoreCase(name);
        }
        if (secure && httpOnly && sameSite) {
            return value;
        }
        StringBuilder missing = new StringBuilder();
        missing.append(secure ? "" : "; Secure");
        missing.append(httpOnly ? "" : "; HttpOnly");
        missing.append(sameSite ? "" : "; SameSite=Lax");
        return value.concat(missing);
    }
}
