package io.redoubt.tls;

import io.redoubt.control.Deviation;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.tls.EndpointControl.Context;
import io.redoubt.tls.certificate.CertificatePath.Order;
import io.redoubt.tls.certificate.CertificatePath.Reason;
import io.redoubt.tls.certificate.CertificatePath.Trusted;
import io.redoubt.tls.certificate.CertificatePath.Untrusted;
import io.redoubt.tls.certificate.CommonName;
import io.redoubt.tls.certificate.Dates;
import io.redoubt.tls.certificate.Presented;
import io.redoubt.tls.certificate.Presented.Stapling;
import io.redoubt.tls.certificate.Revocation.Good;
import io.redoubt.tls.certificate.Revocation.NothingToCheck;
import io.redoubt.tls.certificate.Revocation.Revoked;
import io.redoubt.tls.certificate.Revocation.Unanswered;
import io.redoubt.tls.certificate.ServerNames;
import io.redoubt.tls.certificate.Strength;
import io.redoubt.tls.certificate.ValidityLimit;
import io.redoubt.tls.endpoint.Phrase;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One chain, held against what a strict client demands: everything that is wrong with it, not only the first thing.
final class CertificateJudgement {

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final Presented presented;
    private final Context context;
    private final X509Certificate leaf;
    private final List<Deviation> deviations = new ArrayList<>();

    CertificateJudgement(Presented presented, Context context) {
        this.presented = presented;
        this.context = context;
        this.leaf = presented.chain().getFirst();
    }

    Verdict verdict() {
        revocation();
        dates();
        names();
        keys();
        signatures();
        path();
        usage();
        stapling();
        validity();
        if (!deviations.isEmpty()) {
            return new Fail(deviations);
        }
        String summary = "for " + ServerNames.of(leaf).text() + ", until "
                + Dates.text(leaf.getNotAfter().toInstant());
        return switch (presented.revocation()) {
            case Unanswered(String why) -> new Unknown("revocation could not be checked: " + why, "");
            case Good(String source) -> new Pass(summary + ", not revoked (" + source + ")");
            case NothingToCheck(String why) -> new Pass(summary + "; revocation not checked: " + why);
            case Revoked _ -> throw new IllegalStateException("what is revoked deviates");
        };
    }

    private void revocation() {
        if (presented.revocation() instanceof Revoked(Instant since, String reason, String source)) {
            deviates(
                    Severity.CRITICAL,
                    "certificate is revoked",
                    "not revoked",
                    "revoked " + Dates.text(since) + ", " + reason + " (" + source + ")",
                    Mend.STRONGER_CERTIFICATE);
        }
    }

    private void dates() {
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        if (context.at().isAfter(until)) {
            deviates(
                    Severity.HIGH,
                    "certificate ended " + Dates.text(Duration.between(until, context.at())) + " ago",
                    "valid now",
                    "ended " + Dates.text(until),
                    Mend.RENEW);
        } else if (context.at().isBefore(from)) {
            deviates(
                    Severity.HIGH,
                    "certificate is not valid yet",
                    "valid now",
                    "begins " + Dates.text(from),
                    Mend.RENEW);
        }
    }

    private void names() {
        ServerNames names = ServerNames.of(leaf);
        String host = context.endpoint().host();
        if (!names.match(host)) {
            deviates(
                    Severity.HIGH,
                    "certificate is for another name",
                    host,
                    names.isEmpty() ? "no subject alternative name (a common name does not count)" : names.text(),
                    Mend.CERTIFICATE_FOR_NAME);
        }
    }

    private void path() {
        switch (presented.path()) {
            case Trusted(List<X509Certificate> _, X509Certificate _, Order order) -> {
                if (order == Order.MISORDERED) {
                    deviates(
                            Severity.MEDIUM,
                            "chain is out of order",
                            "leaf first, each certificate followed by its issuer",
                            String.join(", ", CommonName.ofAll(presented.chain())),
                            Mend.WHOLE_CHAIN);
                }
            }
            case Untrusted(Reason reason, String what) -> untrusted(reason, what);
        }
    }

    private void untrusted(Reason reason, String what) {
        String trusted = "issued by an authority that clients trust";
        switch (reason) {
            case SELF_SIGNED ->
                deviates(Severity.HIGH, "certificate is signed by itself", trusted, what, Mend.CERTIFICATE_FOR_NAME);
            case INCOMPLETE ->
                deviates(Severity.HIGH, "chain is incomplete", "leaf and every intermediate", what, Mend.WHOLE_CHAIN);
            case UNTRUSTED_ROOT ->
                deviates(
                        Severity.HIGH,
                        "root is not trusted",
                        trusted,
                        what,
                        Mend.CERTIFICATE_FOR_NAME.text(context.product(), host())
                                + "\nyour own authority? redoubt check --trust ROOT.pem");
            case WEAK -> {
                // Which key or digest it is, is known better by now.
                if (certified().stream().noneMatch(Strength::isWeak)) {
                    deviates(
                            Severity.HIGH,
                            "chain is too weak",
                            "algorithms that clients accept",
                            what,
                            Mend.WHOLE_CHAIN);
                }
            }
            case INVALID ->
                deviates(Severity.HIGH, "chain is not valid", "a valid path to a trusted root", what, Mend.WHOLE_CHAIN);
        }
    }

    private void usage() {
        List<String> usages = usages();
        if (!usages.isEmpty() && !usages.contains(SERVER_AUTH) && !usages.contains(ANY_USAGE)) {
            deviates(
                    Severity.HIGH,
                    "certificate is not for servers",
                    "extended key usage serverAuth",
                    "extended key usage " + Phrase.few(usages, 4),
                    Mend.CERTIFICATE_FOR_NAME);
        }
    }

    /// RFC 7633: the certificate itself forbids clients to accept it without.
    private void stapling() {
        if (leaf.getExtensionValue(TLS_FEATURE) != null && presented.stapling() == Stapling.ABSENT) {
            deviates(
                    Severity.HIGH,
                    "certificate demands a stapled OCSP response",
                    "an OCSP response with each handshake",
                    "none came",
                    Mend.STAPLE);
        }
    }

    private void keys() {
        for (X509Certificate certificate : certified()) {
            Strength.weakKey(certificate)
                    .ifPresent(weak -> deviates(
                            Severity.HIGH,
                            "key is too weak",
                            "RSA 2048, EC 256 bits or more",
                            weak + " in " + CommonName.of(certificate),
                            Mend.STRONGER_CERTIFICATE));
        }
    }

    private void signatures() {
        for (X509Certificate certificate : certified()) {
            Strength.weakDigest(certificate)
                    .ifPresent(weak -> deviates(
                            Severity.HIGH,
                            "certificate is signed with " + weak,
                            "SHA-256 or better",
                            certificate.getSigAlgName() + " in " + CommonName.of(certificate),
                            Mend.STRONGER_CERTIFICATE));
        }
    }

    private void validity() {
        ValidityLimit.exceededBy(leaf)
                .ifPresent(limit -> deviates(
                        Severity.LOW,
                        "certificate is valid for too long",
                        limit.toDays() + " days or less",
                        Dates.text(Duration.between(
                                leaf.getNotBefore().toInstant(),
                                leaf.getNotAfter().toInstant())),
                        Mend.STRONGER_CERTIFICATE));
    }

    /// Whose key and signature a client relies on: not those of a root, which it has itself.
    private List<X509Certificate> certified() {
        return switch (presented.path()) {
            case Trusted(List<X509Certificate> certificates, X509Certificate _, Order _) -> certificates;
            case Untrusted _ ->
                presented.chain().stream()
                        .filter(each -> each.equals(leaf) || !isSelfIssued(each))
                        .toList();
        };
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private List<String> usages() {
        try {
            List<String> usages = leaf.getExtendedKeyUsage();
            return usages == null ? List.of() : usages;
        } catch (CertificateParsingException _) {
            return List.of("unreadable");
        }
    }

    private String host() {
        return context.endpoint().host();
    }

    private void deviates(Severity severity, String summary, String expected, String observed, Mend mend) {
        deviates(severity, summary, expected, observed, mend.text(context.product(), host()));
    }

    private void deviates(Severity severity, String summary, String expected, String observed, String mend) {
        deviations.add(new Deviation(severity, summary, expected, observed, mend));
    }
}
