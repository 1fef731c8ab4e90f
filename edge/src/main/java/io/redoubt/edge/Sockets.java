package io.redoubt.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The sockets on which one kind of connection is accepted. Not thread-safe.
final class Sockets {

    private static final int BACKLOG = 4_096;

    private final EventLoopGroup group;
    private final Map<ListenAddresses.Socket, Channel> open = new LinkedHashMap<>();

    Sockets(EventLoopGroup group) {
        this.group = group;
    }

    /// Opens those that are not open yet.
    ///
    /// @param handler of what is accepted on those
    /// @throws SnapshotException where one can't be listened on; those before it are open then
    void open(List<ListenAddresses.Socket> wanted, ChannelHandler handler) {
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

    /// Closes the others.
    void keep(List<ListenAddresses.Socket> wanted) {
        open.entrySet().removeIf(entry -> {
            if (wanted.contains(entry.getKey())) {
                return false;
            }
            entry.getValue().close().awaitUninterruptibly();
            return true;
        });
    }

    /// With the ports that the kernel chose.
    List<InetSocketAddress> addresses() {
        List<InetSocketAddress> all = new ArrayList<>();
        open.values().forEach(channel -> all.add((InetSocketAddress) channel.localAddress()));
        return all;
    }
}
