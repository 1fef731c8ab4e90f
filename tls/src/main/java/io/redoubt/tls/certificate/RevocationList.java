package io.redoubt.tls.certificate;

import io.redoubt.tls.certificate.Revocation.Good;
import io.redoubt.tls.certificate.Revocation.Revoked;
import io.redoubt.tls.certificate.Revocation.Unanswered;
import io.redoubt.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/// What a CRL says about one certificate (RFC 5280, section 6.3), if it may be relied on.
final class RevocationList {

    private static final String SOURCE = "CRL";
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final String DISTRIBUTION_POINT = Extension.issuingDistributionPoint.getId();

    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final Instant at;
    private final URI from;

    /// @param from the distribution point that the certificate names
    RevocationList(X509Certificate certificate, X509Certificate issuer, Instant at, URI from) {
        this.certificate = certificate;
        this.issuer = issuer;
        this.at = at;
        this.from = from;
    }

    Revocation judge(Bytes der) {
        try {
            X509CRL list = (X509CRL)
                    CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der.toArray()));
            if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                return new Unanswered("the CRL is another issuer's");
            }
            list.verify(issuer.getPublicKey());
            return judge(list);
        } catch (GeneralSecurityException | RuntimeException _) {
            // Parsers throw unchecked exceptions, too, at what is no DER.
            return new Unanswered("the CRL can't be read or is not signed by the issuer");
        }
    }

    private Revocation judge(X509CRL list) {
        if (!isAboutAll(list)) {
            return new Unanswered("the CRL is about other certificates");
        }
        if (list.getThisUpdate().toInstant().isAfter(at.plus(CLOCK_SKEW))) {
            return new Unanswered("the CRL is from the future");
        }
        if (list.getNextUpdate() == null || list.getNextUpdate().toInstant().isBefore(at.minus(CLOCK_SKEW))) {
            return new Unanswered("the CRL has ended");
        }
        X509CRLEntry entry = list.getRevokedCertificate(certificate);
        if (entry == null) {
            return new Good(SOURCE);
        }
        CRLReason reason = Objects.requireNonNullElse(entry.getRevocationReason(), CRLReason.UNSPECIFIED);
        return new Revoked(entry.getRevocationDate().toInstant(), nameOf(reason), SOURCE);
    }

    /// Big issuers cut their list into parts: another part, rightly signed, would call anything good (RFC 5280,
    /// section 6.3.3 b 2). A critical extension that is not known forbids to rely on it.
    private boolean isAboutAll(X509CRL list) {
        Set<String> critical = list.getCriticalExtensionOIDs();
        if (critical != null && critical.stream().anyMatch(oid -> !oid.equals(DISTRIBUTION_POINT))) {
            return false;
        }
        byte[] encoded = list.getExtensionValue(DISTRIBUTION_POINT);
        if (encoded == null) {
            return true;
        }
        IssuingDistributionPoint point = IssuingDistributionPoint.getInstance(
                ASN1OctetString.getInstance(encoded).getOctets());
        return !point.onlyContainsCACerts()
                && !point.onlyContainsAttributeCerts()
                && point.getOnlySomeReasons() == null
                && (point.getDistributionPoint() == null || names(point.getDistributionPoint()));
    }

    private boolean names(DistributionPointName name) {
        return name.getType() == DistributionPointName.FULL_NAME
                && Arrays.stream(GeneralNames.getInstance(name.getName()).getNames())
                        .filter(each -> each.getTagNo() == GeneralName.uniformResourceIdentifier)
                        .anyMatch(each -> Objects.toString(each.getName()).equals(from.toString()));
    }

    private static String nameOf(CRLReason reason) {
        return switch (reason) {
            case UNSPECIFIED, UNUSED -> "unspecified";
            case KEY_COMPROMISE -> "keyCompromise";
            case CA_COMPROMISE -> "cACompromise";
            case AFFILIATION_CHANGED -> "affiliationChanged";
            case SUPERSEDED -> "superseded";
            case CESSATION_OF_OPERATION -> "cessationOfOperation";
            case CERTIFICATE_HOLD -> "certificateHold";
            case REMOVE_FROM_CRL -> "removeFromCRL";
            case PRIVILEGE_WITHDRAWN -> "privilegeWithdrawn";
            case AA_COMPROMISE -> "aACompromise";
        };
    }
}
