package io.redoubt.assembly;

import io.redoubt.assembly.EdgeSnapshots.Supplies;
import io.redoubt.edge.EdgePolicy;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.StoreException;
import io.redoubt.tls.CertificateStanding;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The core at work: it holds what is remembered, feeds the edge, runs the control plane, and takes up the policy that is
/// in force. Thread-safe.
public final class RunningCore implements Core, AutoCloseable {

    private static final Logger LOG = System.getLogger(RunningCore.class.getName());

    /// A revision that another node activated is in force here after this at the latest, and what the policy needs.
    private static final Duration POLL = Duration.ofSeconds(1);

    private final Setting setting;
    private final Certification certification;
    private final @Nullable EdgeFeed feed;
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("core").factory());
    private Policy policy;
    private long activation;
    private long version;
    private ControlPlane.@Nullable Running plane;

    /// What a core is started with.
    ///
    /// @param policy   the one to begin with
    /// @param reading  reads the text of a stored revision
    /// @param edgeUser whom the edge runs as
    public record Setting(
            Instance instance,
            Assembly assembly,
            Policy policy,
            Function<String, Policy> reading,
            int edgeUser,
            InstantSource clock,
            SecureRandom random) {}

    private RunningCore(Setting setting, Certification certification, @Nullable EdgeFeed feed) {
        this.setting = setting;
        this.certification = certification;
        this.feed = feed;
        this.policy = setting.policy();
    }

    /// Where edge and core meet, below a data directory; nothing else lies there.
    public static Path sockets(DataDirectory directory) {
        return directory.run().resolve("edge");
    }

    /// Starts it. The edge may begin to serve when this returns; the control plane comes later, by [#startControlPlane].
    public static RunningCore start(Setting setting) {
        Certification certification = Certification.of(setting.policy(), setting.instance(), setting.clock(), setting.random());
        EdgeFeed feed = setting.policy().edge().isPresent()
                ? EdgeFeed.start(sockets(setting.instance().directory()), setting.edgeUser())
                : null;
        RunningCore core = new RunningCore(setting, certification, feed);
        core.adopt();
        core.publish();
        core.rounds.scheduleWithFixedDelay(core::round, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
        return core;
    }

    /// The policy that this began with becomes the active one where none is; else the active one holds.
    private synchronized void adopt() {
        Optional<Activation> active = setting.instance().activePolicy();
        if (active.isEmpty()) {
            activation = setting.instance()
                    .activate(policy, 0, "redoubt up", "core")
                    .number();
        } else {
            takeUp(active.get());
        }
    }

    private void round() {
        try {
            synchronized (this) {
                setting.instance()
                        .activePolicy()
                        .filter(active -> active.number() != activation)
                        .ifPresent(this::takeUp);
            }
            if (certification.tick()) {
                publish();
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a round of the core failed, and is tried again: {0}", e.getMessage());
        }
    }

    /// @throws ProblemException when this release, or this node, can't read it: the one before holds on
    private synchronized void takeUp(Activation active) {
        activation = active.number();
        if (!active.digest().equals(policy.digest())) {
            policy = setting.reading().apply(setting.instance().revision(active.digest()));
            certification.takeUp(policy);
            LOG.log(Level.INFO, "policy sha256:{0} is in force", active.digest());
        }
        setting.instance().reportPolicy(policy.digest());
        publish();
    }

    /// Starts what serves people and programs, where there is a console to reach it by.
    public void startControlPlane() {
        String host = policy().console().map(console -> console.host()).orElse("localhost");
        Optional<ControlPlane> found = ServiceLoader.load(ControlPlane.class).findFirst();
        if (found.isEmpty()) {
            LOG.log(Level.WARNING, "no control plane: this release was built without it");
            return;
        }
        ControlPlane.Running started = found.get().start(this, host);
        synchronized (this) {
            plane = started;
        }
        publish();
    }

    private synchronized void publish() {
        Optional<EdgePolicy> edge = policy.edge();
        if (feed == null || edge.isEmpty()) {
            return;
        }
        // Grows over restarts too: an edge goes on while its core is started again.
        version = Math.max(version + 1, setting.clock().millis());
        Supplies supplies = new Supplies(
                certification.served(),
                certification.challenges(),
                Optional.ofNullable(plane).map(ControlPlane.Running::address));
        feed.publish(EdgeSnapshots.of(policy, edge.get(), supplies, version));
    }

    /// Waits until the edge serves what it was given last.
    ///
    /// @return what keeps it from that; empty when it does, or when there is no edge
    public Optional<String> awaitEdge(Duration atMost) throws InterruptedException {
        long wanted;
        synchronized (this) {
            wanted = version;
        }
        return feed == null ? Optional.empty() : feed.await(wanted, atMost);
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
        Activation done = setting.instance().activate(next, expected, author, actor);
        takeUp(done);
        return done;
    }

    @Override
    public List<CertificateStanding> certificates() {
        return certification.standings();
    }

    @Override
    public InstantSource clock() {
        return setting.clock();
    }

    @Override
    public SecureRandom random() {
        return setting.random();
    }

    /// The instance stays open: whoever opened it closes it.
    @Override
    public void close() {
        rounds.shutdown();
        synchronized (this) {
            try (EdgeFeed _ = feed;
                    ControlPlane.Running _ = plane) {
                plane = null;
            } catch (StoreException e) {
                LOG.log(Level.WARNING, e.getMessage());
            }
        }
    }
}
