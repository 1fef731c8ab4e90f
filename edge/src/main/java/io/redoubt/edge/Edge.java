package io.redoubt.edge;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.ssl.OpenSsl;
import io.netty.util.concurrent.EventExecutor;
import io.redoubt.edge.accept.HttpsListener;
import io.redoubt.edge.forward.EdgeState;
import io.redoubt.edge.forward.Live;
import io.redoubt.edge.forward.LoopState;
import io.redoubt.edge.limit.AddressSet;
import io.redoubt.edge.log.AccessLine;
import io.redoubt.edge.log.AccessLog;
import io.redoubt.edge.log.LogBuffer;
import io.redoubt.edge.loop.Watches;
import io.redoubt.edge.metrics.MetricsListener;
import io.redoubt.edge.plain.HttpListener;
import io.redoubt.edge.route.RouteTable;
import io.redoubt.edge.tls.ServerCertificates;
import io.redoubt.edge.upstream.HealthWatch;
import io.redoubt.edge.upstream.LoopServers;
import io.redoubt.edge.upstream.ServerGroup;
import io.redoubt.edge.upstream.ServerRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The data plane: TLS, HTTP/1.1 and HTTP/2 in front, HTTP/1.1 to the servers behind. It goes by a snapshot; another
/// one takes effect with the next request, and no connection is dropped for it.
///
/// Safe for many threads; `reload`, `drain` and `close` may block.
public final class Edge implements AutoCloseable {

    private static final long CUT_MILLIS = 1_000;
    private static final Duration RESOLVE_EVERY = Duration.ofSeconds(30);

    private final EventLoopGroup group;
    private final ServerRegistry servers;
    private final EdgeState state;
    private final AccessLog log;
    private final Sockets https;
    private final Sockets http;
    private final Sockets metrics;
    private final MetricsListener counts;

    private Edge(EdgeSettings settings, EdgePorts ports, ServerRegistry servers, Live first) {
        this.servers = servers;
        this.group = new MultiThreadIoEventLoopGroup(settings.threads(), EpollIoHandler.newFactory());
        this.https = new Sockets(group);
        this.http = new Sockets(group);
        this.metrics = new Sockets(group);
        this.state = new EdgeState(ports, settings.clock(), first);
        this.counts =
                new MetricsListener(state.metrics(), () -> state.live().limits().head());
        this.log = new AccessLog(settings.accessLog(), state.metrics());
        for (EventExecutor each : group) {
            EventLoop loop = (EventLoop) each;
            LogBuffer lines = new LogBuffer(log);
            LoopState own = new LoopState(
                    loop, new Watches(loop), new LoopServers(loop, settings.threads()), new AccessLine(lines), lines);
            state.add(own);
            loop.execute(() -> {
                own.watches().add(own.servers());
                own.watches().add(lines);
            });
        }
    }

    /// Loads what takes time and needs no snapshot: the native libraries.
    public static void prepare() {
        Epoll.ensureAvailability();
        OpenSsl.ensureAvailability();
    }

    /// Listens and serves.
    ///
    /// @throws SnapshotException where the snapshot can't be served, or an address can't be listened on
    public static Edge start(EdgeSnapshot first, EdgePorts ports, EdgeSettings settings) {
        ServerRegistry servers = new ServerRegistry();
        ServerRegistry.Proposal needed = servers.propose(first.upstreams());
        Live live = live(first, needed.groups(), null);
        needed.resolve();
        servers.take(needed);
        Edge edge = new Edge(settings, ports, servers, live);
        try {
            edge.listen(first.listen());
        } catch (RuntimeException e) {
            edge.close();
            throw e;
        }
        edge.watch();
        return edge;
    }

    private static Live live(EdgeSnapshot snapshot, Map<String, ServerGroup> upstreams, @Nullable Live before) {
        ServerCertificates certificates =
                new ServerCertificates(snapshot.certificates(), before == null ? null : before.certificates());
        return new Live(
                snapshot,
                new RouteTable(snapshot.routes()),
                certificates,
                upstreams,
                new AddressSet(snapshot.denials()),
                new AddressSet(snapshot.trustedProxies()),
                new AddressSet(snapshot.proxyProtocol()));
    }

    /// Goes by another snapshot from the next request on. Where it can't be served, the one before stays.
    ///
    /// @throws SnapshotException where it can't be served
    public synchronized void reload(EdgeSnapshot next) {
        ServerRegistry.Proposal needed = servers.propose(next.upstreams());
        Live live = live(next, needed.groups(), state.live());
        needed.resolve();
        try {
            listen(next.listen());
        } catch (RuntimeException e) {
            keep(state.live().snapshot().listen());
            throw e;
        }
        servers.take(needed);
        state.swap(live);
        state.metrics().reloaded();
        for (LoopState loop : state.loops()) {
            loop.loop().execute(() -> loop.servers().keep(servers.current()));
        }
    }

    /// The version of the snapshot that it goes by.
    public long version() {
        return state.live().snapshot().version();
    }

    /// Where it listens for https, with the ports that the kernel chose.
    public synchronized List<InetSocketAddress> https() {
        return https.addresses();
    }

    public synchronized List<InetSocketAddress> http() {
        return http.addresses();
    }

    public synchronized List<InetSocketAddress> metrics() {
        return metrics.addresses();
    }

    /// What is counted, as Prometheus reads it.
    public String metricsText() {
        return state.metrics().text();
    }

    /// Accepts nothing more, and serves to its end every request that was accepted: on HTTP/1.1 each one that has begun
    /// to arrive, on HTTP/2 every stream up to the last id of GOAWAY.
    ///
    /// @param within how long that may take
    /// @return how many connections were still open and have been cut
    public synchronized long drain(Duration within) {
        https.keep(List.of());
        http.keep(List.of());
        state.drain();
        long end = System.nanoTime() + within.toNanos();
        try {
            while (state.metrics().connections() > 0 && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        long cut = state.metrics().connections();
        close();
        return cut;
    }

    /// Cuts what is open and ends.
    @Override
    public synchronized void close() {
        https.keep(List.of());
        http.keep(List.of());
        metrics.keep(List.of());
        // Each connection ends on its own loop while that still runs: what TLS holds for it is freed there.
        state.open().close().awaitUninterruptibly(CUT_MILLIS);
        for (LoopState loop : state.loops()) {
            loop.loop().submit(loop.lines()::hand).awaitUninterruptibly(CUT_MILLIS);
        }
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        log.close();
    }

    private void watch() {
        EventLoop loop = state.loops().iterator().next().loop();
        loop.scheduleAtFixedRate(
                () -> Thread.ofVirtual().start(servers::resolve),
                RESOLVE_EVERY.toMillis(),
                RESOLVE_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        HealthWatch health = new HealthWatch(() -> state.live().upstreams().values(), loop);
        loop.execute(() -> state.loop(loop).watches().add(health));
        loop.scheduleAtFixedRate(
                () -> state.clients().forget(System.nanoTime()), 10_000, 10_000, TimeUnit.MILLISECONDS);
    }

    private void listen(ListenAddresses addresses) {
        https.open(addresses.https(), new HttpsListener(state));
        int port = https.addresses().getFirst().getPort();
        http.open(addresses.http(), new HttpListener(state, port));
        metrics.open(addresses.metrics().stream().toList(), counts);
        keep(addresses);
    }

    private void keep(ListenAddresses addresses) {
        https.keep(addresses.https());
        http.keep(addresses.http());
        metrics.keep(addresses.metrics().stream().toList());
    }
}
