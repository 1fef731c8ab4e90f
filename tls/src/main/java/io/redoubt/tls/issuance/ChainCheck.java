package io.redoubt.tls.issuance;

import io.redoubt.tls.certificate.ServerNames;
import io.redoubt.tls.endpoint.Phrase;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whether what an issuer gave is what was asked for. Whom clients trust is not judged here: that an authority is known
/// to them is what `tls.certificate` looks at from outside.
public final class ChainCheck {

    /// Public authorities send two to four.
    static final int MOST = 8;

    /// Clocks differ, and authorities date back by an hour.
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USE = "2.5.29.37.0";

    private ChainCheck() {}

    /// Whether a certificate may speak for more than was asked for.
    public enum Names {
        EXACTLY,
        AT_LEAST
    }

    /// @param chain the leaf first
    /// @param key   that the leaf has to be about
    /// @return what is wrong with it
    public static Optional<String> complaint(
            List<X509Certificate> chain, PublicKey key, List<String> names, Names how, Instant now) {
        if (chain.isEmpty() || chain.size() > MOST) {
            return Optional.of("the chain has " + chain.size() + " certificates");
        }
        X509Certificate leaf = chain.getFirst();
        if (!Arrays.equals(leaf.getPublicKey().getEncoded(), key.getEncoded())) {
            return Optional.of("the certificate is for another key");
        }
        if (leaf.getBasicConstraints() >= 0) {
            return Optional.of("the certificate is that of an authority");
        }
        return wrongNames(leaf, names, how)
                .or(() -> wrongUse(leaf))
                .or(() -> wrongTime(chain, now))
                .or(() -> wrongOrder(chain));
    }

    private static Optional<String> wrongNames(X509Certificate leaf, List<String> names, Names how) {
        ServerNames found = ServerNames.of(leaf);
        Set<String> wanted = new HashSet<>();
        names.forEach(name -> wanted.add(name.toLowerCase(Locale.ROOT)));
        Set<String> all = new HashSet<>(found.dns());
        boolean covered =
                wanted.stream().allMatch(name -> all.contains(name) || (how == Names.AT_LEAST && found.match(name)));
        boolean more = how == Names.EXACTLY && !wanted.containsAll(all);
        return covered && !more
                ? Optional.empty()
                : Optional.of("the certificate is for " + (found.isEmpty() ? "no name" : found.text()));
    }

    private static Optional<String> wrongUse(X509Certificate leaf) {
        try {
            List<String> uses = leaf.getExtendedKeyUsage();
            return uses == null || uses.contains(SERVER_AUTH) || uses.contains(ANY_USE)
                    ? Optional.empty()
                    : Optional.of("the certificate is not one for servers");
        } catch (CertificateParsingException _) {
            return Optional.of("the certificate can't be read");
        }
    }

    private static Optional<String> wrongTime(List<X509Certificate> chain, Instant now) {
        for (X509Certificate certificate : chain) {
            String which = certificate.equals(chain.getFirst()) ? "the certificate" : "an issuer's certificate";
            Instant end = certificate.getNotAfter().toInstant();
            if (!end.isAfter(now)) {
                return Optional.of(which + " ended " + end + ", by the clock of this machine");
            }
            Instant begin = certificate.getNotBefore().toInstant();
            if (begin.isAfter(now.plus(AHEAD))) {
                return Optional.of(which + " begins " + begin + ", by the clock of this machine");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> wrongOrder(List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            X509Certificate issuer = chain.get(i);
            try {
                if (issuer.getBasicConstraints() < 0) {
                    return Optional.of("the chain holds a certificate of no authority");
                }
                chain.get(i - 1).verify(issuer.getPublicKey());
            } catch (GeneralSecurityException _) {
                return Optional.of("the chain is not in order: "
                        + Phrase.shown(issuer.getSubjectX500Principal().getName()) + " did not sign what is before it");
            }
        }
        return Optional.empty();
    }
}
