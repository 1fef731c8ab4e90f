package io.redoubt.tls.certificate;

import io.redoubt.tls.certificate.CertificatePath.Order;
import io.redoubt.tls.certificate.CertificatePath.Reason;
import io.redoubt.tls.certificate.CertificatePath.Trusted;
import io.redoubt.tls.certificate.CertificatePath.Untrusted;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Path validation (RFC 5280, section 6) by the runtime's PKIX, and an explanation where it fails.
public final class PathValidation {

    private final Trust trust;

    public PathValidation(Trust trust) {
        this.trust = trust;
    }

    /// @param chain as the server sent it, the leaf first
    public CertificatePath of(List<X509Certificate> chain, Instant at) {
        X509Certificate leaf = chain.getFirst();
        if (trust.holds(leaf)) {
            return new Trusted(List.of(leaf), leaf, Order.IN_ORDER);
        }
        Set<TrustAnchor> anchors = trust.anchorsOf(chain);
        Date date = Date.from(withinLeaf(leaf, at));
        try {
            return build(chain, anchors, date);
        } catch (GeneralSecurityException failure) {
            return new Untrusted(Reason.INVALID, "the chain can't be validated: " + failure.getMessage());
        }
    }

    /// A leaf that has ended is a finding of its own, and says nothing about the path above it.
    private static Instant withinLeaf(X509Certificate leaf, Instant at) {
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        if (at.isAfter(until)) {
            return until;
        }
        return at.isBefore(from) ? from : at;
    }

    private static CertificatePath build(List<X509Certificate> chain, Set<TrustAnchor> anchors, Date date)
            throws GeneralSecurityException {
        Set<TrustAnchor> left = new HashSet<>(anchors);
        left.removeIf(anchor -> !isStanding(anchor.getTrustedCert(), date));
        @Nullable Untrusted outside = null;
        while (!left.isEmpty()) {
            PKIXCertPathBuilderResult result;
            try {
                result = search(chain, left, date);
            } catch (CertPathBuilderException _) {
                break;
            }
            List<X509Certificate> path = result.getCertPath().getCertificates().stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            X509Certificate root = result.getTrustAnchor().getTrustedCert();
            if (RootConstraints.allow(root, path)) {
                X509Certificate issuer = path.size() > 1 ? path.get(1) : root;
                return new Trusted(path, issuer, isSubsequence(path, chain) ? Order.IN_ORDER : Order.MISORDERED);
            }
            left.removeIf(anchor -> anchor.getTrustedCert().equals(root));
            outside = new Untrusted(
                    Reason.INVALID,
                    "a name is not within the name constraints of " + CommonName.of(root) + ", the root");
        }
        return outside != null ? outside : explain(chain, anchors, date);
    }

    /// The runtime never asks for the dates of a root; OpenSSL and browsers do.
    private static boolean isStanding(X509Certificate root, Date date) {
        try {
            root.checkValidity(date);
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException _) {
            return false;
        }
    }

    private static PKIXCertPathBuilderResult search(List<X509Certificate> chain, Set<TrustAnchor> anchors, Date date)
            throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(chain.getFirst());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(date);
        return (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    /// Certificates that belong to no path may stand between: they are superfluous, not in the way.
    private static boolean isSubsequence(List<X509Certificate> path, List<X509Certificate> chain) {
        int next = 0;
        for (X509Certificate sent : chain) {
            if (next < path.size() && path.get(next).equals(sent)) {
                next++;
            }
        }
        return next == path.size();
    }

    private static Untrusted explain(List<X509Certificate> chain, Set<TrustAnchor> anchors, Date date) {
        List<X509Certificate> path = climb(chain);
        X509Certificate top = path.getLast();
        String name = CommonName.of(top.getSubjectX500Principal());
        if (isSelfIssued(top)) {
            return path.size() == 1
                    ? new Untrusted(Reason.SELF_SIGNED, "it is signed by itself")
                    : new Untrusted(Reason.UNTRUSTED_ROOT, "the chain ends in " + name + ", which is not trusted");
        }
        boolean anchored = anchors.stream()
                .anyMatch(anchor ->
                        anchor.getTrustedCert().getSubjectX500Principal().equals(top.getIssuerX500Principal()));
        if (!anchored) {
            return new Untrusted(
                    Reason.INCOMPLETE,
                    CommonName.of(top.getIssuerX500Principal()) + ", which issued " + name
                            + ", is neither sent nor trusted");
        }
        return validate(path, anchors, date);
    }

    private static Untrusted validate(List<X509Certificate> path, Set<TrustAnchor> anchors, Date date) {
        try {
            CertPath certPath = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(date);
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                    CertPathValidator.getInstance("PKIX").validate(certPath, parameters);
            X509Certificate root = result.getTrustAnchor().getTrustedCert();
            return new Untrusted(
                    Reason.INVALID,
                    isStanding(root, date)
                            ? "no valid path leads from it to a trusted root"
                            : CommonName.of(root) + ", the root, is not valid now");
        } catch (CertPathValidatorException invalid) {
            int index = invalid.getIndex();
            String name =
                    index < 0 ? "the chain" : CommonName.of(path.get(index).getSubjectX500Principal());
            return new Untrusted(
                    invalid.getReason() == BasicReason.ALGORITHM_CONSTRAINED ? Reason.WEAK : Reason.INVALID,
                    name + " " + why(invalid));
        } catch (GeneralSecurityException failure) {
            return new Untrusted(Reason.INVALID, "the chain can't be validated: " + failure.getMessage());
        }
    }

    private static String why(CertPathValidatorException invalid) {
        return switch (invalid.getReason()) {
            case BasicReason.EXPIRED -> "has ended";
            case BasicReason.NOT_YET_VALID -> "is not valid yet";
            case BasicReason.INVALID_SIGNATURE -> "is not signed by the issuer that it names";
            case BasicReason.ALGORITHM_CONSTRAINED -> "uses an algorithm or a key that is too weak";
            case PKIXReason.NOT_CA_CERT -> "is not a certificate authority, but has issued another certificate";
            case PKIXReason.PATH_TOO_LONG -> "stands higher in the chain than its path length allows";
            case PKIXReason.INVALID_NAME -> "is not within the name constraints of its issuer";
            case PKIXReason.INVALID_KEY_USAGE -> "may not be used to issue certificates";
            case PKIXReason.UNRECOGNIZED_CRIT_EXT -> "has a critical extension that is not known";
            default -> "is not valid: " + invalid.getMessage();
        };
    }

    /// From the leaf to the last issuer among what was sent, in whichever order.
    private static List<X509Certificate> climb(List<X509Certificate> chain) {
        List<X509Certificate> path = new ArrayList<>();
        @Nullable X509Certificate next = chain.getFirst();
        while (next != null) {
            path.add(next);
            next = isSelfIssued(next) ? null : issuerOf(next, chain, path);
        }
        return path;
    }

    private static @Nullable X509Certificate issuerOf(
            X509Certificate certificate, List<X509Certificate> chain, List<X509Certificate> path) {
        return chain.stream()
                .filter(candidate -> !path.contains(candidate))
                .filter(candidate -> candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
