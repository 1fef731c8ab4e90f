package io.redoubt.tls.certificate;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/// Name constraints in a root itself (RFC 5280, section 4.2.1.10). Browsers and OpenSSL hold to them, the runtime's
/// path validation takes a root for a bare key.
final class RootConstraints {

    private RootConstraints() {}

    /// Whether the root lets each of these certificates have its names; not, where one can't be read.
    static boolean allow(X509Certificate root, List<X509Certificate> path) {
        byte[] encoded = root.getExtensionValue(Extension.nameConstraints.getId());
        if (encoded == null) {
            return true;
        }
        try {
            PKIXNameConstraintValidator names = validator(NameConstraints.getInstance(
                    ASN1OctetString.getInstance(encoded).getOctets()));
            for (X509Certificate certificate : path) {
                check(certificate, names);
            }
            return true;
        } catch (NameConstraintValidatorException | RuntimeException _) {
            // Parsers throw unchecked exceptions at what is no DER.
            return false;
        }
    }

    private static PKIXNameConstraintValidator validator(NameConstraints constraints) {
        PKIXNameConstraintValidator names = new PKIXNameConstraintValidator();
        GeneralSubtree[] permitted = constraints.getPermittedSubtrees();
        if (permitted != null) {
            names.intersectPermittedSubtree(permitted);
        }
        GeneralSubtree[] excluded = constraints.getExcludedSubtrees();
        if (excluded != null) {
            for (GeneralSubtree each : excluded) {
                names.addExcludedSubtree(each);
            }
        }
        return names;
    }

    private static void check(X509Certificate certificate, PKIXNameConstraintValidator names)
            throws NameConstraintValidatorException {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        if (subject.size() > 0) {
            names.checkPermittedDN(subject);
            names.checkExcludedDN(subject);
        }
        byte[] encoded = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        if (encoded == null) {
            return;
        }
        for (GeneralName name : GeneralNames.getInstance(
                        ASN1OctetString.getInstance(encoded).getOctets())
                .getNames()) {
            names.checkPermitted(name);
            names.checkExcluded(name);
        }
    }
}
