package io.redoubt.tls.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;

/// How long a publicly trusted certificate may be valid (CA/B Forum baseline requirements, section 6.3.2, as ballot
/// SC-081v3 changed it). A private CA sets limits of its own.
public final class ValidityLimit {

    private static final Instant FROM_200_DAYS = Instant.parse("2026-03-15T00:00:00Z");
    private static final Instant FROM_100_DAYS = Instant.parse("2027-03-15T00:00:00Z");
    private static final Instant FROM_47_DAYS = Instant.parse("2029-03-15T00:00:00Z");

    /// The arc that every publicly trusted certificate asserts a policy of.
    private static final ASN1ObjectIdentifier CAB_FORUM = new ASN1ObjectIdentifier("2.23.140.1");

    private ValidityLimit() {}

    /// The limit, where `certificate` is valid for longer.
    public static Optional<Duration> exceededBy(X509Certificate certificate) {
        if (!isPublic(certificate)) {
            return Optional.empty();
        }
        Instant from = certificate.getNotBefore().toInstant();
        // Both ends belong to it.
        Duration validity =
                Duration.between(from, certificate.getNotAfter().toInstant()).plusSeconds(1);
        Duration limit = limitFor(from);
        return validity.compareTo(limit) > 0 ? Optional.of(limit) : Optional.empty();
    }

    private static Duration limitFor(Instant issued) {
        if (issued.isBefore(FROM_200_DAYS)) {
            return Duration.ofDays(398);
        }
        if (issued.isBefore(FROM_100_DAYS)) {
            return Duration.ofDays(200);
        }
        return Duration.ofDays(issued.isBefore(FROM_47_DAYS) ? 100 : 47);
    }

    private static boolean isPublic(X509Certificate certificate) {
        byte[] encoded = certificate.getExtensionValue(Extension.certificatePolicies.getId());
        if (encoded == null) {
            return false;
        }
        try {
            CertificatePolicies policies = CertificatePolicies.getInstance(
                    ASN1OctetString.getInstance(encoded).getOctets());
            for (var policy : policies.getPolicyInformation()) {
                if (policy.getPolicyIdentifier().on(CAB_FORUM)) {
                    return true;
                }
            }
            return false;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
