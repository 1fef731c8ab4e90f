package io.redoubt.tls.issuance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Why no new certificate came of a try.
///
/// @param what  in one line, fit for a terminal
/// @param mend  what the operator can do
/// @param until before this time the issuer wants no other try (Retry-After), or null
public record Trouble(String what, String mend, @Nullable Instant until) {

    private static final int LONGEST = 400;

    public Trouble {
        what = cut(what);
        mend = cut(mend);
    }

    public Trouble(String what, String mend) {
        this(what, mend, null);
    }

    /// Both in one line.
    public String text() {
        return what + "; " + mend;
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }
}
