package io.redoubt.tls;

import io.redoubt.control.Severity;
import io.redoubt.wire.CipherSuite;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is wrong with a cipher suite, by its name in the IANA registry; the worst first. A suite counts once, for the
/// worst of its weaknesses.
enum SuiteWeakness {
    NULL(Severity.CRITICAL, "suites without encryption are accepted", "_WITH_NULL_|^TLS_SHA(256|384)_SHA\\1$"),
    ANONYMOUS(Severity.CRITICAL, "suites without authentication are accepted", "_anon_"),
    EXPORT(Severity.CRITICAL, "export suites are accepted", "_EXPORT"),
    RC4(Severity.HIGH, "RC4 is accepted", "_RC4_"),
    /// Blocks of 64 bits repeat within hours of traffic (RFC 8429; CVE-2016-2183).
    SHORT_BLOCK(Severity.HIGH, "3DES or DES is accepted", "_(3DES|DES|DES40|RC2|IDEA)_"),
    STATIC_KEY(Severity.MEDIUM, "suites without forward secrecy are accepted", "^TLS_(?!ECDHE_|DHE_).*_WITH_"),
    UNAUTHENTICATED_ENCRYPTION(Severity.LOW, "suites in CBC mode are accepted", "_WITH_(?!.*(_GCM_|_CCM|_POLY1305_))"),
    SHORT_TAG(Severity.LOW, "suites with a short tag are accepted", "_CCM_8");

    private final Severity severity;
    private final String summary;
    private final Pattern name;

    /// @param name found in the names of suites that have it; only those for 1.2 and older hold `_WITH_`
    SuiteWeakness(Severity severity, String summary, String name) {
        this.severity = severity;
        this.summary = summary;
        this.name = Pattern.compile(name);
    }

    Severity severity() {
        return severity;
    }

    String summary() {
        return summary;
    }

    static Optional<SuiteWeakness> of(CipherSuite suite) {
        return Arrays.stream(values())
                .filter(weakness -> weakness.name.matcher(suite.name()).find())
                .findFirst();
    }
}
