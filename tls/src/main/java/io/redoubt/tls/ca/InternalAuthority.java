package io.redoubt.tls.ca;

import io.redoubt.tls.ca.CertificateWriter.Validity;
import io.redoubt.tls.issuance.TroubleException;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Redoubt's own authority: a root that may speak for a few internal domains and for loopback only, so that whoever
/// trusts it has not trusted it with the rest of the internet, and leaves that end soon.
///
/// @param domains each with all below it
/// @param root    signed by itself
public record InternalAuthority(KeyPair keys, X509Certificate root, List<String> domains) {

    private static final Duration ROOT_LIFE = Duration.ofDays(3_650);
    private static final Duration LEAF_LIFE = Duration.ofDays(7);

    /// Of nobody on the internet (RFC 6761, RFC 6762, RFC 8375; `internal` by ICANN, 2024).
    private static final List<String> OF_NOBODY = List.of("localhost", "internal", "home.arpa", "local", "lan", "test");

    private static final byte[] LOOPBACK = {127, 0, 0, 0, (byte) 255, 0, 0, 0};

    public InternalAuthority {
        domains = List.copyOf(domains);
    }

    /// @param service what it is for
    /// @param names   that it has to speak for, beside those that are nobody's
    public static InternalAuthority create(
            String service, KeyPair keys, List<String> names, Instant now, SecureRandom random) {
        Set<String> domains = new TreeSet<>(OF_NOBODY);
        names.stream()
                .filter(name -> !isBelow(name, OF_NOBODY))
                .map(InternalAuthority::domain)
                .forEach(domains::add);
        List<String> all = List.copyOf(domains);
        X509Certificate root = CertificateWriter.root(
                "Redoubt internal CA of " + service,
                keys,
                all,
                List.of(LOOPBACK, loopback6()),
                Validity.from(now, ROOT_LIFE),
                random);
        return new InternalAuthority(keys, root, all);
    }

    /// @return the chain, without the root
    public List<X509Certificate> issue(List<String> names, PublicKey key, Instant now, SecureRandom random)
            throws TroubleException {
        for (String name : names) {
            if (!isBelow(name, domains)) {
                throw new TroubleException(
                        "the root of the internal CA may not speak for " + name,
                        "`redoubt cert root --new` makes one that may; then let clients trust that one");
            }
        }
        Instant end = root.getNotAfter().toInstant();
        Duration left = Duration.between(now, end);
        if (left.compareTo(LEAF_LIFE) < 0) {
            throw new TroubleException(
                    "the root of the internal CA ends " + end,
                    "`redoubt cert root --new` makes another; then let clients trust that one");
        }
        List<InetAddress> addresses = new ArrayList<>();
        if (names.contains("localhost")) {
            addresses.add(InetAddress.ofLiteral("127.0.0.1"));
            addresses.add(InetAddress.ofLiteral("::1"));
        }
        return List.of(CertificateWriter.leaf(
                names, addresses, key, root, keys.getPrivate(), Validity.from(now, LEAF_LIFE), random));
    }

    private static boolean isBelow(String name, List<String> domains) {
        String bare = name.startsWith("*.") ? name.substring(2) : name;
        return domains.stream().anyMatch(domain -> bare.equals(domain) || bare.endsWith("." + domain));
    }

    /// The name itself, or what a wildcard is below: no more than is needed.
    private static String domain(String name) {
        return name.startsWith("*.") ? name.substring(2) : name;
    }

    private static byte[] loopback6() {
        byte[] network = new byte[32];
        network[15] = 1;
        for (int i = 16; i < network.length; i++) {
            network[i] = (byte) 255;
        }
        return network;
    }
}
