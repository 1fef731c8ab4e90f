package io.redoubt.tls.certificate;

import java.time.Instant;

/// Whether a certificate was taken back by who issued it.
public sealed interface Revocation {

    /// @param source `stapled OCSP response`, `OCSP responder`, `CRL`
    record Good(String source) implements Revocation {}

    /// @param reason as RFC 5280, section 5.3.1 names it: `keyCompromise`
    record Revoked(Instant since, String reason, String source) implements Revocation {}

    /// The certificate says where to ask, and no answer to rely on came.
    record Unanswered(String why) implements Revocation {}

    /// The certificate names no place to ask, as short-lived ones don't; or it has no trusted issuer who could answer.
    record NothingToCheck(String why) implements Revocation {}
}
