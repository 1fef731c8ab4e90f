package io.redoubt.edge.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.AsciiString;
import io.redoubt.edge.UpstreamPool;
import io.redoubt.edge.limit.Client;
import io.redoubt.edge.loop.Watched;
import io.redoubt.edge.message.Authority;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.Protocol;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.ResponseHead;
import io.redoubt.edge.message.Target;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks servers whether they are well, on one event loop, by connections of its own.
public final class HealthWatch implements Watched {

    private final Supplier<Collection<ServerGroup>> groups;
    private final EventLoop loop;
    private final Map<Server, Long> asked = new HashMap<>();
    private final Client ourselves = new Client();

    /// @param groups those of the snapshot of now
    public HealthWatch(Supplier<Collection<ServerGroup>> groups, EventLoop loop) {
        this.groups = groups;
        this.loop = loop;
    }

    @Override
    public void look(long now) {
        Collection<ServerGroup> all = groups.get();
        Set<Server> watched = new HashSet<>();
        for (ServerGroup group : all) {
            UpstreamPool.HealthCheck check = group.health().orElse(null);
            if (check == null) {
                continue;
            }
            for (Server server : group.servers()) {
                watched.add(server);
                Long last = asked.get(server);
                if (last == null || now - last >= check.every().toNanos()) {
                    asked.put(server, now);
                    new Question(server, check).ask();
                }
            }
        }
        asked.keySet().retainAll(watched);
        // A server may be in another pool too, which has no check.
        for (ServerGroup group : all) {
            for (Server server : group.servers()) {
                if (!watched.contains(server)) {
                    server.checked(true, false);
                }
            }
        }
    }

    /// One check of one server.
    private final class Question implements Receiver, ServerConnections.Waiter {

        private final Server server;
        private final UpstreamPool.HealthCheck check;
        private @Nullable ServerConnection connection;
        private boolean over;

        Question(Server server, UpstreamPool.HealthCheck check) {
            this.server = server;
            this.check = check;
        }

        void ask() {
            new ServerConnections(server, loop, 1).acquire(this, check.timeout());
            loop.schedule(() -> found(false), check.timeout().toNanos(), TimeUnit.NANOSECONDS);
        }

        private void found(boolean well) {
            if (!over) {
                over = true;
                server.checked(well, true);
                if (connection != null) {
                    connection.abandon();
                }
            }
        }

        @Override
        public Client client() {
            return ourselves;
        }

        @Override
        public void connected(ServerConnection to) {
            connection = to;
            if (over) {
                to.abandon();
                return;
            }
            String text = "GET " + check.path() + " HTTP/1.1\r\nhost: " + server.label()
                    + "\r\nuser-agent: redoubt-health\r\nconnection: close\r\n\r\n";
            ByteBuf bytes = to.alloc().buffer(text.length());
            bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
            RequestHead request = new RequestHead(
                    Protocol.HTTP_1_1,
                    AsciiString.of("GET"),
                    new Target(AsciiString.of(check.path()), check.path()),
                    new Authority(AsciiString.of(server.label()), server.label()),
                    new Fields(),
                    BodyLength.NONE,
                    false,
                    false);
            to.begin(this, request, bytes);
            to.requestSent();
        }

        @Override
        public void unreachable(Refusal refusal, String why) {
            found(false);
        }

        @Override
        public void interim(ResponseHead head) {
            // The answer is still to come.
        }

        @Override
        public void switched(ResponseHead head) {
            found(false);
        }

        @Override
        public void head(ResponseHead head) {
            found(head.status() < 400);
        }

        @Override
        public void data(ByteBuf data) {
            data.release();
        }

        @Override
        public void end() {
            // Its head has told enough.
        }

        @Override
        public void failed(Refusal refusal, String why) {
            found(false);
        }

        @Override
        public void flush() {
            // Nobody waits for pieces.
        }

        @Override
        public void serverWritable() {
            // There is nothing more to send.
        }
    }
}
