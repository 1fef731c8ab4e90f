package io.redoubt.assembly;

import io.redoubt.edge.ConsolePolicy;
import io.redoubt.edge.EdgePolicy;
import io.redoubt.policy.Address;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.StoreException;
import io.redoubt.tls.CertificateStanding;
import io.redoubt.tls.Handover.Sight;
import io.redoubt.tls.HeldCertificate;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The core at work: it holds what is remembered, feeds the edge, runs the control plane, and takes up the policy that
/// is in force. Thread-safe.
public final class RunningCore implements Core, AutoCloseable {

    private static final Logger LOG = System.getLogger(RunningCore.class.getName());

    private static final int HTTPS = 443;

    /// A revision that another node activated is in force here after this at the latest, and what the policy needs.
    static final Duration POLL = Duration.ofSeconds(1);

    /// How long the edge may take to show another certificate.
    private static final Duration HANDOVER = Duration.ofSeconds(10);

    /// How long it may take to answer another challenge; it is tried again in the next round.
    private static final Duration ANNOUNCEMENT = Duration.ofSeconds(2);

    /// What another node does not see of this one's ledger meanwhile can be cut off unseen.
    private static final Duration PEERS = Duration.ofMinutes(1);

    /// Looking whether a certificate is due costs a read of the store.
    private static final Duration CERTIFICATES = Duration.ofSeconds(30);

    /// What the edge could not serve, such as a port that another program held, it is given again.
    private static final Duration REFUSED = Duration.ofSeconds(5);

    /// Where the edge reaches core, below `sockets`.
    public static final String EDGE_SOCKET = EdgeFeed.SOCKET;

    private final Setting setting;
    private final FedEdge edge;
    private final LiveNodes nodes;
    /// A thread for each kind of round: an order takes minutes, and keeps nobody from the next policy.
    private final ScheduledExecutorService rounds = Executors.newScheduledThreadPool(
            4, Thread.ofPlatform().daemon().name("core-", 0).factory());
    private Policy policy;
    /// The digest of the newest policy by which the edge goes too.
    private String served;
    /// What was logged last: the same again every second tells nothing.
    private String told = "";
    private Optional<Certification> certification = Optional.empty();
    private long activation;
    private ControlPlane.@Nullable Running plane;

    /// What a core is started with.
    ///
    /// @param policy   the one to begin with
    /// @param reading  reads the text of a stored revision
    /// @param adoption what becomes of the policy where another is active
    /// @param edgeUser whom the edge runs as
    /// @param environment what a hook program finds around it
    public record Setting(
            Instance instance,
            Assembly assembly,
            Policy policy,
            Function<String, Policy> reading,
            Adoption adoption,
            int edgeUser,
            Map<String, String> environment,
            InstantSource clock,
            SecureRandom random) {
        public Setting {
            environment = Map.copyOf(environment);
        }

        /// An environment holds credentials.
        @Override
        public String toString() {
            return "Setting[" + instance.directory() + "]";
        }
    }

    /// What becomes of the policy that a core begins with, where another is the active one.
    public enum Adoption {
        /// The active one holds: it may have been activated on another node.
        YIELD,
        ACTIVATE
    }

    private RunningCore(Setting setting, FedEdge edge) {
        this.setting = setting;
        this.edge = edge;
        this.policy = setting.policy();
        this.served = policy.digest();
        this.nodes = new LiveNodes(setting.instance(), setting.clock());
    }

    /// Where edge and core meet, below a data directory; nothing else lies there.
    public static Path sockets(DataDirectory directory) {
        return directory.run().resolve("edge");
    }

    /// Starts it. The edge may begin to serve when this returns; the control plane comes later, by
    /// [#startControlPlane].
    public static RunningCore start(Setting setting) {
        FedEdge edge = setting.policy().edge().isPresent()
                ? FedEdge.start(sockets(setting.instance().directory()), setting.edgeUser(), setting.clock())
                : FedEdge.none(setting.clock());
        RunningCore core = new RunningCore(setting, edge);
        core.begin();
        core.nodes.meet(core.served());
        core.publish();
        var _ = core.rounds.scheduleWithFixedDelay(
                core::certificatesRound, 0, CERTIFICATES.toMillis(), TimeUnit.MILLISECONDS);
        var _ = core.rounds.scheduleWithFixedDelay(core::peersRound, 0, PEERS.toMillis(), TimeUnit.MILLISECONDS);
        var _ = core.rounds.scheduleWithFixedDelay(core::round, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
        var _ = core.rounds.scheduleWithFixedDelay(
                core::refusedRound, REFUSED.toMillis(), REFUSED.toMillis(), TimeUnit.MILLISECONDS);
        return core;
    }

    private synchronized void begin() {
        certification = certification(policy);
        adopt();
        served = policy.digest();
    }

    /// The policy that this began with becomes the active one where none is, or where that is asked for; else the one
    /// that is active holds.
    private void adopt() {
        Optional<Activation> active = setting.instance().policies().active();
        boolean own =
                active.filter(found -> found.digest().equals(policy.digest())).isPresent();
        if (active.isEmpty() || (!own && setting.adoption() == Adoption.ACTIVATE)) {
            long seen = active.map(Activation::number).orElse(0L);
            activation = setting.instance()
                    .policies()
                    .activate(policy, seen, "redoubt up", "core")
                    .number();
            return;
        }
        if (!own) {
            LOG.log(Level.WARNING, "the policy file is not the active policy, which holds: redoubt policy activate");
        }
        takeUp(active.get());
    }

    private void round() {
        try {
            nodes.meet(served());
            synchronized (this) {
                setting.instance()
                        .policies()
                        .active()
                        .filter(active -> active.number() != activation)
                        .ifPresent(this::takeUp);
                report();
            }
            Optional<Certification> now = certification();
            if (now.isPresent()) {
                now.get().refresh();
                publishChanges();
            }
            told = "";
        } catch (RuntimeException e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(told)) {
                LOG.log(Level.ERROR, "a round of the core failed, and is tried again: {0}", trouble);
            }
            told = trouble;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized String served() {
        return served;
    }

    /// Says that this node goes by its policy once the edge does.
    private synchronized void report() throws InterruptedException {
        if (!served.equals(policy.digest()) && awaitEdge(Duration.ZERO).isEmpty()) {
            setting.instance().policies().report(policy.digest());
            served = policy.digest();
        }
    }

    private void peersRound() {
        try {
            setting.instance().meetPeers();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "other nodes' ledgers could not be looked at, and are again: {0}", e.getMessage());
        }
    }

    private void certificatesRound() {
        try {
            Optional<Certification> now = certification();
            if (now.isPresent()) {
                now.get().tick();
                publishChanges();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "certificates could not be looked after, and are again: {0}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void refusedRound() {
        try {
            if (edge.isRefused()) {
                publish();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the edge could not be fed, and is again: {0}", e.getMessage());
        }
    }

    private Optional<Certification> certification(Policy of) {
        return of.tls()
                .filter(tls -> !tls.certificates().isEmpty())
                .map(_ -> new Certification(of, setting, new ByTheEdge(), nodes::now));
    }

    private synchronized Optional<Certification> certification() {
        return certification;
    }

    private final class ByTheEdge implements Certification.Shop {

        /// Gives the edge a certificate, and looks at it as a client.
        @Override
        public Sight show(HeldCertificate expected) throws InterruptedException {
            if (!edge.isFed()) {
                return new Sight.Shown();
            }
            Optional<EdgePolicy> declared;
            synchronized (RunningCore.this) {
                publish();
                declared = policy.edge();
            }
            Optional<String> trouble = awaitEdge(HANDOVER);
            if (trouble.isPresent()) {
                return edge.isRefused() ? new Sight.Other(trouble.get()) : new Sight.Unseen(trouble.get());
            }
            return declared.map(
                            listening -> EdgeHandshake.look(listening.listen().https(), proxied(listening), expected))
                    .orElseGet(Sight.Shown::new);
        }

        private static boolean proxied(EdgePolicy declared) {
            Address here = Address.parse(InetAddress.getLoopbackAddress().getHostAddress())
                    .get();
            return declared.proxyProtocol().stream().anyMatch(peers -> peers.contains(here));
        }

        @Override
        public boolean serves() throws InterruptedException {
            synchronized (RunningCore.this) {
                publish();
            }
            return awaitEdge(HANDOVER).isEmpty();
        }

        @Override
        public boolean announce() {
            publishChanges();
            try {
                return awaitEdge(ANNOUNCEMENT).isEmpty();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    /// What fails in the middle is done again in the next round.
    ///
    /// @throws ProblemException when this release, or this node, can't read it: the one before holds on
    private synchronized void takeUp(Activation active) {
        if (!active.digest().equals(policy.digest())) {
            Policy next = setting.reading().apply(setting.instance().policies().revision(active.digest()));
            certification = certification(next);
            policy = next;
            LOG.log(Level.INFO, "policy sha256:{0} is in force", active.digest());
        }
        publish();
        activation = active.number();
    }

    /// Starts what serves people and programs, where there is a console to reach it by.
    public void startControlPlane() {
        Policy now = policy();
        int port = now.edge().map(edge -> edge.listen().https()).orElse(HTTPS);
        String host = now.console().map(ConsolePolicy::host).orElse("localhost") + (port == HTTPS ? "" : ":" + port);
        Optional<ControlPlane> found = ServiceLoader.load(ControlPlane.class).findFirst();
        if (found.isEmpty()) {
            LOG.log(Level.WARNING, "no control plane: this release was built without it");
            return;
        }
        serve(found.get().start(this, host));
    }

    /// Lets the edge lead to it.
    synchronized void serve(ControlPlane.Running started) {
        plane = started;
        publish();
    }

    private synchronized void publish() {
        edge.give(policy, shown(), Optional.ofNullable(plane).map(ControlPlane.Running::address));
    }

    private synchronized void publishChanges() {
        if (!edge.shows(shown())) {
            publish();
        }
    }

    private Certification.Shown shown() {
        return certification.map(Certification::shown).orElse(Certification.Shown.NOTHING);
    }

    /// Waits until the edge serves what it was given last.
    ///
    /// @return what keeps it from that; empty when it does, or when there is no edge
    public Optional<String> awaitEdge(Duration atMost) throws InterruptedException {
        return edge.await(atMost);
    }

    /// Whether it was started with an edge; one that a later revision declares is started with the next core.
    public boolean feedsEdge() {
        return edge.isFed();
    }

    /// Lets one browser in, once. A secret.
    public Optional<String> oneTimePath() {
        synchronized (this) {
            return Optional.ofNullable(plane).map(ControlPlane.Running::oneTimePath);
        }
    }

    @Override
    public Instance instance() {
        return setting.instance();
    }

    @Override
    public Assembly assembly() {
        return setting.assembly();
    }

    @Override
    public synchronized Policy policy() {
        return policy;
    }

    @Override
    public Policy read(String text) {
        return setting.reading().apply(text);
    }

    @Override
    public Activation activate(Policy next, long expected, String author, String actor) {
        Activation done = setting.instance().policies().activate(next, expected, author, actor);
        try {
            takeUp(done);
            report();
        } catch (RuntimeException e) {
            // It is the active one, whatever keeps this node from it.
            LOG.log(Level.ERROR, "the active policy is not taken up yet, and is tried again: {0}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return done;
    }

    @Override
    public List<CertificateStanding> certificates() {
        return certification().map(Certification::standings).orElse(List.of());
    }

    /// Gets new certificates now, and shows them.
    ///
    /// @param names each a name of one; none for all
    public List<CertificateStanding> renew(Collection<String> names) throws InterruptedException {
        Optional<Certification> now = certification();
        List<CertificateStanding> standings = now.isPresent() ? now.get().renew(names) : List.of();
        publishChanges();
        return standings;
    }

    @Override
    public InstantSource clock() {
        return setting.clock();
    }

    @Override
    public SecureRandom random() {
        return setting.random();
    }

    /// The instance stays open: whoever opened it closes it. What the control plane is doing may ask this for the
    /// policy, so nothing is held while it ends.
    @Override
    public void close() {
        rounds.shutdown();
        ControlPlane.Running ending;
        synchronized (this) {
            ending = plane;
            plane = null;
        }
        try (edge;
                ControlPlane.Running _ = ending) {
            LOG.log(Level.DEBUG, "the core ends");
        } catch (StoreException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
    }
}
