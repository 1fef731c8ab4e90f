package io.redoubt.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
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
import io.redoubt.edge.upstream.ServerRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The data plane: TLS, HTTP/1.1 and HTTP/2 in front, HTTP/1.1 to the servers behind. It goes by a snapshot; another
/// one
/// takes effect with the next request, and no connection is dropped for it.
///
/// Safe for many threads; `reload`, `drain` and `close` may block.
public final class Edge implements AutoCloseable {

    private static final int BACKLOG = 4_096;
    private static final long CUT_MILLIS = 1_000;
    private static final Duration RESOLVE_EVERY = Duration.ofSeconds(30);

    private final EventLoopGroup group;
    private final ServerRegistry servers;
    private final EdgeState state;
    private final AccessLog log;
    private final Map<ListenAddresses.Socket, Channel> https = new LinkedHashMap<>();
    private final Map<ListenAddresses.Socket, Channel> http = new LinkedHashMap<>();
    private final Map<ListenAddresses.Socket, Channel> metrics = new LinkedHashMap<>();

    private Edge(EdgeSettings settings, EdgePorts ports, ServerRegistry servers, Live first) {
        this.servers = servers;
        this.group = new MultiThreadIoEventLoopGroup(settings.threads(), EpollIoHandler.newFactory());
        this.state = new EdgeState(ports, settings.clock(), first);
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
        Live live = live(first, servers, null);
        servers.resolve();
        Edge edge = new Edge(settings, ports, servers, live);
        try {
            edge.listen(first.listen());
        } catch (SnapshotException e) {
            edge.close();
            throw e;
        }
        edge.watch();
        return edge;
    }

    private static Live live(EdgeSnapshot snapshot, ServerRegistry servers, @Nullable Live before) {
        ServerCertificates certificates =
                new ServerCertificates(snapshot.certificates(), before == null ? null : before.certificates());
        return new Live(
                snapshot,
                new RouteTable(snapshot.routes()),
                certificates,
                servers.groups(snapshot.upstreams()),
                new AddressSet(snapshot.denials()),
                new AddressSet(snapshot.trustedProxies()),
                new AddressSet(snapshot.proxyProtocol()));
    }

    /// Goes by another snapshot from the next request on. Where it can't be served, the one before stays.
    ///
    /// @throws SnapshotException where it can't be served
    public synchronized void reload(EdgeSnapshot next) {
        Live live = live(next, servers, state.live());
        servers.resolve();
        listen(next.listen());
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
        return addresses(https);
    }

    public synchronized List<InetSocketAddress> http() {
        return addresses(http);
    }

    public synchronized List<InetSocketAddress> metrics() {
        return addresses(metrics);
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
        closeListeners(https, List.of());
        closeListeners(http, List.of());
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
        closeListeners(https, List.of());
        closeListeners(http, List.of());
        closeListeners(metrics, List.of());
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
        bind(https, addresses.https(), new HttpsListener(state));
        int port = addresses(https).getFirst().getPort();
        bind(http, addresses.http(), new HttpListener(state, port));
        bind(metrics, addresses.metrics().stream().toList(), new MetricsListener(state.metrics()));
        closeListeners(https, addresses.https());
        closeListeners(http, addresses.http());
        closeListeners(metrics, addresses.metrics().stream().toList());
    }

    private void bind(
            Map<ListenAddresses.Socket, Channel> open, List<ListenAddresses.Socket> wanted, ChannelHandler handler) {
        for (ListenAddresses.Socket socket : wanted) {
            if (open.containsKey(socket)) {
                continue;
            }
            var bound = new ServerBootstrap()
                    .group(group)
                    .channel(EpollServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(handler)
                    .bind(socket.address().toString(), socket.port())
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new SnapshotException(List.of("nothing can listen on " + socket));
            }
            open.put(socket, bound.channel());
        }
    }

    private static void closeListeners(Map<ListenAddresses.Socket, Channel> open, List<ListenAddresses.Socket> wanted) {
        open.entrySet().removeIf(entry -> {
            if (wanted.contains(entry.getKey())) {
                return false;
            }
            entry.getValue().close().awaitUninterruptibly();
            return true;
        });
    }

    private static List<InetSocketAddress> addresses(Map<ListenAddresses.Socket, Channel> open) {
        List<InetSocketAddress> all = new ArrayList<>();
        open.values().forEach(channel -> all.add((InetSocketAddress) channel.localAddress()));
        return all;
    }
}
