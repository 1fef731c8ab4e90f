package io.redoubt.cli;

import io.redoubt.assembly.RunningCore;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.tls.CertificateStanding;
import io.redoubt.tls.Certificates;
import io.redoubt.tls.Handover;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `redoubt cert renew [NAME...]`: by the core where it runs, so that its edge shows what is got; else by itself.
@Command(
        name = "renew",
        description = "Get new certificates now, whether they are due or not.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "For http-01 it answers the CA itself, on edge.listen.http (80 where the policy has no edge).",
            "The wait after a failure does not count; the CA's own, and the budget of 12 tries a day, do."
        })
final class CertRenewCommand implements Callable<Integer> {

    private static final int PLAIN_HTTP = 80;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "a name of the certificate (default: all)")
    private List<String> names = new ArrayList<>();

    private final AtInstance at;

    CertRenewCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        return at.run((policy, instance) -> {
            Optional<RunningCore> core = at.surroundings().core();
            if (core.isPresent()) {
                return CertText.print(core.get().renew(names), at);
            }
            AtomicReference<Set<String>> serving = new AtomicReference<>(Set.of());
            Certificates certificates =
                    instance.certificates(policy, new Certificates.Ports(Handover.NOBODY, serving::get, environment()));
            if (!certificates.needsPlainHttp(names)) {
                return CertText.print(certificates.renew(names), at);
            }
            int port = policy.edge().map(edge -> edge.listen().http()).orElse(PLAIN_HTTP);
            List<CertificateStanding> standings;
            try (Certificates.Answering _ = certificates.answerHttp(new InetSocketAddress(port))) {
                serving.set(Set.of(instance.node()));
                standings = certificates.renew(names);
            } catch (IOException _) {
                throw new ProblemException(Problem.of(
                        "port " + port + " can't be listened on, where the CA asks",
                        "stop what has it for a moment, run this as root, or use tls.acme.challenge: dns-01"));
            }
            return CertText.print(standings, at);
        });
    }

    private Map<String, String> environment() {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : List.of("PATH", "HOME")) {
            String value = at.surroundings().environment().get(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return kept;
    }
}
