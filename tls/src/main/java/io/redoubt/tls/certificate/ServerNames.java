package io.redoubt.tls.certificate;

import io.redoubt.policy.HostName;
import io.redoubt.tls.endpoint.Phrase;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// The names that a certificate speaks for (RFC 9525): DNS names and addresses of its subject alternative name. The
/// common name is none.
///
/// @param dns in lower case
public record ServerNames(List<String> dns, List<InetAddress> addresses) {

    // The tags of a GeneralName (RFC 5280, section 4.2.1.6).
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    public ServerNames {
        dns = List.copyOf(dns);
        addresses = List.copyOf(addresses);
    }

    public static ServerNames of(X509Certificate certificate) {
        List<String> dns = new ArrayList<>();
        List<InetAddress> addresses = new ArrayList<>();
        for (List<?> name : alternativeNames(certificate)) {
            if (name.get(0) instanceof Integer tag && name.get(1) instanceof String value) {
                if (tag == DNS_NAME) {
                    dns.add(value.toLowerCase(Locale.ROOT));
                } else if (tag == IP_ADDRESS && isAddress(value)) {
                    addresses.add(InetAddress.ofLiteral(value));
                }
            }
        }
        return new ServerNames(dns, addresses);
    }

    /// @param host a DNS name, or an address without brackets
    public boolean match(String host) {
        return isAddress(host) ? addresses.contains(InetAddress.ofLiteral(host)) : matchesName(withoutDot(host));
    }

    public boolean isEmpty() {
        return dns.isEmpty() && addresses.isEmpty();
    }

    /// The first few.
    public String text() {
        List<String> all = new ArrayList<>(dns.stream().map(Phrase::shown).toList());
        addresses.forEach(address -> all.add(address.getHostAddress()));
        return Phrase.few(all, 4);
    }

    /// Whether this is an IPv4 or IPv6 literal.
    public static boolean isAddress(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private boolean matchesName(String host) {
        return dns.stream().anyMatch(name -> HostName.covers(name, host));
    }

    private static String withoutDot(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }
}
