package io.redoubt.tls.certificate;

import java.security.cert.X509Certificate;
import java.util.List;

/// Whether a chain leads to a root that is trusted. Dates of the leaf are judged apart.
public sealed interface CertificatePath {

    /// @param certificates from the leaf up to the one below the root
    /// @param issuer       of the leaf
    /// @param order        in which the server sent them
    record Trusted(List<X509Certificate> certificates, X509Certificate issuer, Order order)
            implements CertificatePath {}

    /// @param what one line
    record Untrusted(Reason reason, String what) implements CertificatePath {}

    enum Order {
        /// Each certificate certifies the one before it (RFC 5246, section 7.4.2).
        IN_ORDER,
        MISORDERED
    }

    /// What breaks a path.
    enum Reason {
        SELF_SIGNED,
        /// The issuer of the last certificate is neither sent nor a trusted root.
        INCOMPLETE,
        /// The path ends in a root that is not trusted.
        UNTRUSTED_ROOT,
        /// An algorithm or a key that the runtime no longer accepts.
        WEAK,
        /// Signature, dates of an intermediate, constraints, usage (RFC 5280, section 6).
        INVALID
    }
}
