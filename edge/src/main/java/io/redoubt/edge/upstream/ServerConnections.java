package io.redoubt.edge.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.redoubt.edge.limit.Client;
import io.redoubt.edge.loop.Watched;
import io.redoubt.edge.message.Refusal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The connections of one event loop to one server. Belongs to that loop.
public final class ServerConnections implements Watched {

    /// Who waits for a connection. Exactly one of the two is called.
    public interface Waiter {

        /// Whose request it is.
        Client client();

        void connected(ServerConnection connection);

        void unreachable(Refusal refusal, String why);
    }

    private static final int WAITERS = 4_096;
    /// Shorter than servers wait, of which some close after five seconds.
    private static final long IDLE_NANOS = 4_000_000_000L;

    private record Waiting(Waiter waiter, long until) {}

    private final Server server;
    private final EventLoop loop;
    private final int most;
    private final Deque<ServerConnection> idle = new ArrayDeque<>();
    private final Deque<Waiting> waiters = new ArrayDeque<>();
    private final Shares shares;
    private int open;

    ServerConnections(Server server, EventLoop loop, int most) {
        this.server = server;
        this.loop = loop;
        this.most = most;
        this.shares = new Shares(most, WAITERS);
    }

    /// @param patience how long a connection may take, or a place in the queue
    public void acquire(Waiter waiter, Duration patience) {
        Client client = waiter.client();
        if (shares.mayUse(client)) {
            ServerConnection connection = idle.pollFirst();
            while (connection != null) {
                if (connection.channel().isActive()) {
                    hand(connection, waiter);
                    return;
                }
                connection = idle.pollFirst();
            }
            if (open < most) {
                connect(waiter, patience);
                return;
            }
        }
        if (waiters.size() < WAITERS && shares.mayWait(client)) {
            shares.await(client);
            waiters.addLast(new Waiting(waiter, System.nanoTime() + patience.toNanos()));
        } else {
            waiter.unreachable(Refusal.UPSTREAM_BUSY, "too many requests wait for the server");
        }
    }

    private void hand(ServerConnection connection, Waiter waiter) {
        shares.use(waiter.client());
        connection.usedBy(waiter.client());
        waiter.connected(connection);
    }

    /// Whoever waits longest and may have it, or the idle ones get it.
    void release(ServerConnection connection) {
        done(connection);
        Waiting next = nextWaiting();
        if (next != null) {
            hand(connection, next.waiter);
        } else {
            connection.idle(System.nanoTime());
            idle.addFirst(connection);
        }
    }

    private void done(ServerConnection connection) {
        Client client = connection.usedBy(null);
        if (client != null) {
            shares.done(client);
        }
    }

    private @Nullable Waiting nextWaiting() {
        for (Iterator<Waiting> each = waiters.iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (shares.mayUse(waiting.waiter.client())) {
                each.remove();
                shares.awaited(waiting.waiter.client());
                return waiting;
            }
        }
        return null;
    }

    void gone(ServerConnection connection) {
        idle.remove(connection);
        done(connection);
        freed();
    }

    private void freed() {
        open--;
        Waiting next = open < most ? nextWaiting() : null;
        if (next != null) {
            connect(next.waiter, Duration.ofNanos(Math.max(1_000_000, next.until - System.nanoTime())));
        }
    }

    /// Closes those that nobody uses.
    void retire() {
        for (ServerConnection each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            each.channel().close();
        }
    }

    boolean unused() {
        return open == 0 && waiters.isEmpty();
    }

    @Override
    public void look(long now) {
        while (!idle.isEmpty() && now - idle.peekLast().idleSince() > IDLE_NANOS) {
            idle.pollLast().channel().close();
        }
        for (Iterator<Waiting> each = waiters.iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (waiting.until - now > 0) {
                break;
            }
            each.remove();
            shares.awaited(waiting.waiter.client());
            waiting.waiter.unreachable(Refusal.UPSTREAM_BUSY, "no connection to the server became free");
        }
    }

    private void connect(Waiter waiter, Duration patience) {
        InetSocketAddress address = server.address();
        if (address == null) {
            waiter.unreachable(Refusal.UPSTREAM_UNREACHABLE, "the server's name has no address");
            return;
        }
        open++;
        shares.use(waiter.client());
        int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, patience.toMillis()));
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Start(waiter, millis))
                .connect(address)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        shares.done(waiter.client());
                        freed();
                        failed(waiter, "the server does not accept a connection");
                    }
                });
    }

    private void failed(Waiter waiter, String why) {
        server.failed(System.nanoTime());
        waiter.unreachable(Refusal.UPSTREAM_UNREACHABLE, why);
    }

    /// Hands the connection over as soon as it can be used.
    private final class Start extends ChannelInitializer<Channel> {

        private final Waiter waiter;
        private final int millis;

        Start(Waiter waiter, int millis) {
            this.waiter = waiter;
            this.millis = millis;
        }

        @Override
        protected void initChannel(Channel channel) {
            ServerConnection connection = new ServerConnection(server, ServerConnections.this, channel);
            connection.usedBy(waiter.client());
            SslContext tls = server.tls().orElse(null);
            if (tls != null) {
                SslHandler handler = tls.newHandler(
                        channel.alloc(), server.key().name(), server.key().port());
                handler.setHandshakeTimeoutMillis(millis);
                channel.pipeline().addLast(handler, new Handshake(connection, waiter));
            } else {
                channel.pipeline().addLast(new Connected(connection, waiter));
            }
        }
    }

    /// Waits for TCP.
    private static final class Connected extends ChannelInboundHandlerAdapter {

        private final ServerConnection connection;
        private final Waiter waiter;

        Connected(ServerConnection connection, Waiter waiter) {
            this.connection = connection;
            this.waiter = waiter;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            ctx.pipeline().replace(this, null, connection);
            waiter.connected(connection);
        }
    }

    /// Waits for TLS: the certificate is verified before a byte of the request is sent.
    private final class Handshake extends ChannelInboundHandlerAdapter {

        private final ServerConnection connection;
        private final Waiter waiter;

        Handshake(ServerConnection connection, Waiter waiter) {
            this.connection = connection;
            this.waiter = waiter;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    ctx.pipeline().replace(this, null, connection);
                    waiter.connected(connection);
                } else {
                    done(connection);
                    freed();
                    ctx.close();
                    failed(waiter, "the server's TLS can't be verified");
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // The completion event tells it.
        }
    }
}
