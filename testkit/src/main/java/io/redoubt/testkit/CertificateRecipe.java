package io.redoubt.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a certificate is to be: by default one for `localhost` and the loopback addresses, good for the next 90 days.
///
/// @param hash      `SHA1` or `SHA256`, of the issuer's signature
/// @param ocsp      URL of the responder, in the authority information access
/// @param crl       URL of the revocation list
public record CertificateRecipe(
        String commonName,
        List<String> names,
        List<String> addresses,
        Instant notBefore,
        Instant notAfter,
        KeyKind key,
        String hash,
        Issuer issuer,
        Optional<String> ocsp,
        Optional<String> crl,
        Stapling stapling) {

    /// Who signs it.
    public enum Issuer {
        ROOT,
        INTERMEDIATE,
        /// One below the intermediate, so that there are two.
        LOWER_INTERMEDIATE,
        ITSELF
    }

    /// Whether the certificate demands a stapled OCSP response (RFC 7633).
    public enum Stapling {
        OPTIONAL,
        REQUIRED
    }

    public CertificateRecipe {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
    }

    /// @param now the moment from which it is good for 90 days, having begun an hour before
    public static CertificateRecipe good(Instant now) {
        return new CertificateRecipe(
                "localhost",
                List.of("localhost"),
                List.of("127.0.0.1", "::1"),
                now.minus(Duration.ofHours(1)),
                now.plus(Duration.ofDays(90)),
                KeyKind.RSA_2048,
                "SHA256",
                Issuer.INTERMEDIATE,
                Optional.empty(),
                Optional.empty(),
                Stapling.OPTIONAL);
    }

    /// Good for exactly these names, and no address.
    public CertificateRecipe named(String... wanted) {
        return new CertificateRecipe(
                wanted.length == 0 ? "nobody" : wanted[0],
                List.of(wanted),
                List.of(),
                notBefore,
                notAfter,
                key,
                hash,
                issuer,
                ocsp,
                crl,
                stapling);
    }

    public CertificateRecipe valid(Instant from, Instant until) {
        return new CertificateRecipe(commonName, names, addresses, from, until, key, hash, issuer, ocsp, crl, stapling);
    }

    public CertificateRecipe with(KeyKind other) {
        return new CertificateRecipe(
                commonName, names, addresses, notBefore, notAfter, other, hash, issuer, ocsp, crl, stapling);
    }

    /// @param other `SHA1`, `SHA256`
    public CertificateRecipe signedWith(String other) {
        return new CertificateRecipe(
                commonName, names, addresses, notBefore, notAfter, key, other, issuer, ocsp, crl, stapling);
    }

    public CertificateRecipe from(Issuer other) {
        return new CertificateRecipe(
                commonName, names, addresses, notBefore, notAfter, key, hash, other, ocsp, crl, stapling);
    }

    public CertificateRecipe withOcsp(String url) {
        return new CertificateRecipe(
                commonName, names, addresses, notBefore, notAfter, key, hash, issuer, Optional.of(url), crl, stapling);
    }

    public CertificateRecipe withCrl(String url) {
        return new CertificateRecipe(
                commonName, names, addresses, notBefore, notAfter, key, hash, issuer, ocsp, Optional.of(url), stapling);
    }

    public CertificateRecipe mustStaple() {
        return new CertificateRecipe(
                commonName, names, addresses, notBefore, notAfter, key, hash, issuer, ocsp, crl, Stapling.REQUIRED);
    }
}
