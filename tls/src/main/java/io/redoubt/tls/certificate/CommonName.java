package io.redoubt.tls.certificate;

import io.redoubt.tls.endpoint.Phrase;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/// What a certificate is called by people: its common name where it has one. For display only; no name is ever
/// matched by it (RFC 9525, section 2).
public final class CommonName {

    private CommonName() {}

    public static String of(X509Certificate certificate) {
        return of(certificate.getSubjectX500Principal());
    }

    public static List<String> ofAll(List<X509Certificate> certificates) {
        return certificates.stream().map(CommonName::of).toList();
    }

    static String of(X500Principal name) {
        try {
            return new LdapName(name.getName())
                    .getRdns().reversed().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .filter(String.class::isInstance)
                            .map(value -> Phrase.shown((String) value))
                            .findFirst()
                            .orElseGet(() -> Phrase.shown(name.getName()));
        } catch (InvalidNameException _) {
            return Phrase.shown(name.getName());
        }
    }
}
