package io.redoubt.tls;

import io.redoubt.control.Journal;
import io.redoubt.policy.Mode;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.IssuedCertificates.Issued;
import io.redoubt.store.Store;
import io.redoubt.store.StoreException;
import io.redoubt.tls.CertificateRequest.Source;
import io.redoubt.tls.acme.ChallengeKind;
import io.redoubt.tls.acme.ChallengeListener;
import io.redoubt.tls.acme.DnsHook;
import io.redoubt.tls.ca.InternalAuthority;
import io.redoubt.tls.issuance.Attempts.Urgency;
import io.redoubt.tls.issuance.Pem;
import io.redoubt.tls.issuance.Trouble;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The certificates that Redoubt looks after: what each is, how it stands, and the work that keeps it renewed.
/// Thread-safe; one of all nodes works at a time.
public final class Certificates {

    private static final Duration HOOK = Duration.ofMinutes(3);

    private final TlsPolicy policy;
    private final Store store;
    private final Journal journal;
    private final String node;
    private final Handover handover;
    private final StoreDesk desk;
    private final CertificateSources sources;
    private final StoredRoot root;
    private final InstantSource clock;
    private final SecureRandom random;

    /// What is around it.
    ///
    /// @param handover    who shows new certificates to clients
    /// @param announcer   who shows answers to challenges
    /// @param serving     the nodes that authorities may reach: each answers before it is asked
    /// @param environment what a hook program finds around it
    public record Ports(
            Handover handover, Announcer announcer, Supplier<Set<String>> serving, Map<String, String> environment) {

        public Ports {
            environment = Map.copyOf(environment);
        }

        /// Of a process that answers challenges itself, or none.
        public Ports(Handover handover, Supplier<Set<String>> serving, Map<String, String> environment) {
            this(handover, Announcer.AT_ONCE, serving, environment);
        }
    }

    /// @param service what the internal CA is named after
    /// @param journal takes what happens to certificates
    /// @param node    as the ledger names it
    public Certificates(
            String service,
            TlsPolicy policy,
            Store store,
            Journal journal,
            String node,
            Ports ports,
            InstantSource clock,
            SecureRandom random) {
        this.policy = policy;
        this.store = store;
        this.journal = journal;
        this.node = node;
        this.handover = ports.handover();
        this.clock = clock;
        this.random = random;
        Optional<DnsHook> hook = Optional.ofNullable(policy.acme().hook())
                .map(program -> new DnsHook(program, ports.environment(), HOOK));
        this.desk = new StoreDesk(store, node, ports.announcer(), ports.serving(), hook, clock, random, Thread::sleep);
        List<String> internal = policy.certificates().stream()
                .filter(request -> request.from() == Source.INTERNAL)
                .flatMap(request -> request.names().stream())
                .toList();
        this.root = new StoredRoot(store, service, internal, clock, random);
        this.sources = new CertificateSources(policy, store, root, desk, clock, random);
    }

    /// How each stands, in the order of the policy.
    public List<CertificateStanding> standings() {
        Instant now = clock.instant();
        return policy.certificates().stream()
                .map(request -> standing(request, CertificateRecord.read(store, request, now), now))
                .toList();
    }

    private CertificateStanding standing(CertificateRequest request, CertificateRecord record, Instant now) {
        Optional<Issued> current = record.current();
        boolean ordered = request.from() != Source.FILES && policy.mode() == Mode.ENFORCE;
        return new CertificateStanding(
                request.names(),
                request.from(),
                current.map(Issued::notBefore).orElse(null),
                current.map(Issued::notAfter).orElse(null),
                ordered ? due(request).next(record, now) : null,
                trouble(request, record));
    }

    private @Nullable String trouble(CertificateRequest request, CertificateRecord record) {
        Trouble last = record.progress().trouble();
        if (last != null) {
            return last.text();
        }
        return request.from() != Source.FILES
                        && policy.mode() != Mode.ENFORCE
                        && record.current().isEmpty()
                ? "tls.mode is verify, so none is ordered; write 'mode: enforce' under tls"
                : null;
    }

    /// What is shown to clients now: each that there is.
    public List<HeldCertificate> current() {
        Instant now = clock.instant();
        return policy.certificates().stream()
                .flatMap(request -> CertificateRecord.read(store, request, now).current().stream())
                .map(CertificateRecord::held)
                .toList();
    }

    /// @param name one of its names
    public Optional<HeldCertificate> current(String name) {
        return find(name)
                .flatMap(request ->
                        CertificateRecord.read(store, request, clock.instant()).current())
                .map(CertificateRecord::held);
    }

    /// What this node answers to authorities, as it was taken up last.
    public ChallengeAnswers challenges() {
        return desk.answers();
    }

    /// Takes up what the store says is to be answered, has it announced, and then says so in the store; to be called
    /// within two seconds of a change, by every node that serves.
    public void refreshChallenges() {
        desk.refresh();
    }

    /// Something that answers until it is closed.
    public interface Answering extends AutoCloseable {
        @Override
        void close();
    }

    /// Whether an authority will ask on plain HTTP when these are renewed.
    ///
    /// @param names as for `renew`
    public boolean needsPlainHttp(Collection<String> names) {
        return policy.mode() == Mode.ENFORCE
                && policy.acme().challenge() == ChallengeKind.HTTP_01
                && policy.certificates().stream()
                        .filter(request -> request.from() == Source.ACME)
                        .anyMatch(request -> names.isEmpty()
                                || request.names().stream()
                                        .anyMatch(name -> names.stream().anyMatch(name::equalsIgnoreCase)));
    }

    /// Answers http-01 by itself, where nothing else has the port.
    public Answering answerHttp(InetSocketAddress at) throws IOException {
        ChallengeListener listener = ChallengeListener.listen(
                at, token -> Optional.ofNullable(challenges().tokens().get(token)));
        return listener::close;
    }

    /// Gets and takes what is due. It does nothing where the policy only verifies, or while another node does it.
    public void tick() throws InterruptedException {
        if (policy.mode() != Mode.ENFORCE) {
            return;
        }
        Instant now = clock.instant();
        List<CertificateRequest> work = policy.certificates().stream()
                .filter(request -> hasWork(request, now))
                .toList();
        if (!work.isEmpty()) {
            run(work, Urgency.IN_TURN);
        }
    }

    /// Gets new ones whether they are due or not, as far as budget and issuer allow.
    ///
    /// @param names each a name of one; none for all
    /// @return how those stand now
    /// @throws ProblemException where a name is of none, where the policy only verifies, or another node is at it
    public List<CertificateStanding> renew(Collection<String> names) throws InterruptedException {
        if (policy.mode() != Mode.ENFORCE) {
            throw new ProblemException(
                    Problem.of("tls.mode is verify: no certificate is renewed", "write 'mode: enforce' under tls"));
        }
        List<CertificateRequest> wanted = names.isEmpty()
                ? policy.certificates()
                : names.stream().map(this::named).distinct().toList();
        if (!run(wanted, Urgency.ASKED_FOR)) {
            throw new ProblemException(Problem.of(
                    "certificates are got at this moment, by the core or another node",
                    "`redoubt cert list` shows what came of it; try again then"));
        }
        Instant now = clock.instant();
        return wanted.stream()
                .map(request -> standing(request, CertificateRecord.read(store, request, now), now))
                .toList();
    }

    /// The root of the internal CA, PEM; made where there is none yet.
    ///
    /// @throws ProblemException where no certificate is of it
    public String root() {
        insistOnInternal();
        return Pem.of(List.of(root.findOrCreate().root()));
    }

    /// Makes another root, by which the next internal certificates are issued.
    ///
    /// @throws ProblemException where no certificate is of it
    public String newRoot() {
        insistOnInternal();
        InternalAuthority made = root.replace();
        journal.settle();
        return Pem.of(List.of(made.root()));
    }

    private void insistOnInternal() {
        if (policy.certificates().stream().noneMatch(request -> request.from() == Source.INTERNAL)) {
            throw new ProblemException(Problem.of(
                    "no certificate of tls.certificates is from the internal CA, so it has no root",
                    "write 'from: internal' at one that is to be"));
        }
    }

    private CertificateRequest named(String name) {
        return find(name)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        "'" + name + "' is in no certificate of tls.certificates", "`redoubt cert list` prints them")));
    }

    private Optional<CertificateRequest> find(String name) {
        return policy.certificates().stream()
                .filter(request -> request.names().stream().anyMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    private DueTime due(CertificateRequest request) {
        return new DueTime(request, policy.renewBefore());
    }

    /// Whether a turn might do something, without the lease.
    private boolean hasWork(CertificateRequest request, Instant now) {
        if (request.from() == Source.FILES) {
            return request.chain() != null;
        }
        CertificateRecord record = CertificateRecord.read(store, request, now);
        DueTime due = due(request);
        return record.candidate().isPresent()
                || due.mayOrder(record, Urgency.IN_TURN, now)
                || due.wantsAdvice(record, now);
    }

    /// Those that need nobody else come first: an authority that is slow does not keep them waiting.
    private boolean run(List<CertificateRequest> requests, Urgency urgency) throws InterruptedException {
        Optional<LeaseHold> acquired = LeaseHold.acquire(store, node, clock);
        if (acquired.isEmpty()) {
            return false;
        }
        try (LeaseHold hold = acquired.get()) {
            List<CertificateRequest> ordered = requests.stream()
                    .sorted(Comparator.comparing(request -> request.from() == Source.ACME))
                    .toList();
            for (CertificateRequest request : ordered) {
                turn(request, urgency, hold);
            }
        } catch (StoreException.Conflict lost) {
            System.getLogger(Certificates.class.getName()).log(System.Logger.Level.INFO, lost.getMessage());
        }
        return true;
    }

    private void turn(CertificateRequest request, Urgency urgency, LeaseHold hold) throws InterruptedException {
        CertificateTurn turn = new CertificateTurn(store, journal, node, hold, request, handover, clock, random);
        turn.handOver();
        if (turn.record().candidate().isPresent()) {
            return;
        }
        switch (request.from()) {
            case FILES -> {
                if (request.chain() != null) {
                    turn.takeUp(sources.of(request, turn, hold));
                }
            }
            case INTERNAL, ACME -> {
                DueTime due = due(request);
                if (due.wantsAdvice(turn.record(), clock.instant())) {
                    sources.advise(turn);
                }
                if (due.mayOrder(turn.record(), urgency, clock.instant())) {
                    turn.order(sources.of(request, turn, hold));
                }
            }
        }
    }
}
