package io.redoubt.assembly;

import io.redoubt.edge.PendingChallenges;
import io.redoubt.edge.ServedCertificate;
import io.redoubt.tls.CertificateRequest.Source;
import io.redoubt.tls.CertificateStanding;
import io.redoubt.tls.Certificates;
import io.redoubt.tls.ChallengeAnswers;
import io.redoubt.tls.Handover;
import io.redoubt.tls.Handover.Sight;
import io.redoubt.tls.HeldCertificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What the core shows of certificates by the edge: those in use, one that is being tried, and answers to authorities.
/// Thread-safe.
final class Certification {

    private final Certificates certificates;
    private Optional<HeldCertificate> trial = Optional.empty();

    /// What the edge shows for certificates.
    record Shown(List<ServedCertificate> certificates, PendingChallenges challenges) {
        static final Shown NOTHING = new Shown(List.of(), PendingChallenges.NONE);
    }

    /// Shows what [#shown] says.
    interface Shop {
        /// @return what a client sees then
        Sight show(HeldCertificate expected) throws InterruptedException;

        /// @return whether clients are shown what [#shown] says
        boolean serves() throws InterruptedException;

        /// @return whether authorities get the answers of now
        boolean announce();
    }

    /// @param serving the nodes that authorities may reach
    Certification(Policy policy, RunningCore.Setting setting, Shop shop, Supplier<Set<String>> serving) {
        Instance instance = setting.instance();
        this.certificates = instance.certificates(
                policy, new Certificates.Ports(handover(shop), shop::announce, serving, setting.environment()));
        boolean internal = policy.tls().stream()
                .flatMap(tls -> tls.certificates().stream())
                .anyMatch(request -> request.from() == Source.INTERNAL);
        if (internal) {
            instance.internalRoot().keep(certificates.root());
        }
    }

    private Handover handover(Shop shop) {
        return candidate -> {
            tryOut(Optional.of(candidate));
            Sight sight = shop.show(candidate);
            if (sight instanceof Sight.Shown) {
                return sight;
            }
            tryOut(Optional.empty());
            boolean serves = shop.serves();
            // Where nothing is served without it either, it is not at fault.
            return sight instanceof Sight.Other(String what) && !serves ? new Sight.Unseen(what) : sight;
        };
    }

    private synchronized void tryOut(Optional<HeldCertificate> candidate) {
        trial = candidate;
    }

    /// One that is tried is shown instead of what it is to follow, until that is settled.
    synchronized Shown shown() {
        List<HeldCertificate> current = new ArrayList<>(certificates.current());
        trial.ifPresent(candidate -> {
            current.removeIf(each -> each.names().equals(candidate.names()));
            current.add(candidate);
        });
        return new Shown(current.stream().map(Certification::served).toList(), challenges());
    }

    private PendingChallenges challenges() {
        ChallengeAnswers answers = certificates.challenges();
        Map<String, ServedCertificate> alpn = new HashMap<>();
        answers.alpn().forEach((name, held) -> alpn.put(name, served(held)));
        return new PendingChallenges(answers.tokens(), alpn);
    }

    private static ServedCertificate served(HeldCertificate held) {
        return new ServedCertificate(held.names(), held.chain(), held.key(), false);
    }

    /// Gets what is due. It may take minutes, and ends the trial of what it got.
    void tick() throws InterruptedException {
        try {
            certificates.tick();
        } finally {
            tryOut(Optional.empty());
        }
    }

    /// Gets new ones now.
    List<CertificateStanding> renew(Collection<String> names) throws InterruptedException {
        try {
            return certificates.renew(names);
        } finally {
            tryOut(Optional.empty());
        }
    }

    void refresh() {
        certificates.refreshChallenges();
    }

    List<CertificateStanding> standings() {
        return certificates.standings();
    }
}
