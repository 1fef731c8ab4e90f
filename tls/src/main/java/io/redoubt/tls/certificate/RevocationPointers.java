package io.redoubt.tls.certificate;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/// Where a certificate says that its revocation can be asked for (RFC 5280, sections 4.2.1.13 and 4.2.2.1). What can't
/// be read, or leads into a directory, counts as a pointer that leads nowhere, never as none.
final class RevocationPointers {

    private static final URI NOWHERE = URI.create("unreadable:pointer");

    private RevocationPointers() {}

    static List<URI> responders(X509Certificate certificate) {
        byte[] encoded = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
        if (encoded == null) {
            return List.of();
        }
        try {
            AuthorityInformationAccess access = AuthorityInformationAccess.getInstance(
                    ASN1OctetString.getInstance(encoded).getOctets());
            return Arrays.stream(access.getAccessDescriptions())
                    .filter(each -> AccessDescription.id_ad_ocsp.equals(each.getAccessMethod()))
                    .map(each -> uri(each.getAccessLocation()).orElse(NOWHERE))
                    .toList();
        } catch (IllegalArgumentException _) {
            return List.of(NOWHERE);
        }
    }

    static List<URI> lists(X509Certificate certificate) {
        byte[] encoded = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
        if (encoded == null) {
            return List.of();
        }
        try {
            CRLDistPoint points = CRLDistPoint.getInstance(
                    ASN1OctetString.getInstance(encoded).getOctets());
            List<URI> uris = new ArrayList<>();
            for (DistributionPoint point : points.getDistributionPoints()) {
                List<URI> here = names(point.getDistributionPoint())
                        .flatMap(name -> uri(name).stream())
                        .toList();
                uris.addAll(here.isEmpty() ? List.of(NOWHERE) : here);
            }
            return uris;
        } catch (IllegalArgumentException _) {
            return List.of(NOWHERE);
        }
    }

    private static Stream<GeneralName> names(DistributionPointName name) {
        return name == null || name.getType() != DistributionPointName.FULL_NAME
                ? Stream.empty()
                : Arrays.stream(GeneralNames.getInstance(name.getName()).getNames());
    }

    private static Optional<URI> uri(GeneralName name) {
        if (name.getTagNo() != GeneralName.uniformResourceIdentifier) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(Objects.toString(name.getName())));
        } catch (URISyntaxException _) {
            return Optional.of(NOWHERE);
        }
    }
}
