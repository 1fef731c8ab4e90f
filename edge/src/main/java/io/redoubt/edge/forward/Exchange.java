package io.redoubt.edge.forward;

import io.netty.buffer.ByteBuf;
import io.redoubt.edge.ServedRoute;
import io.redoubt.edge.limit.Client;
import io.redoubt.edge.loop.Watched;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.ResponseHead;
import io.redoubt.edge.upstream.Receiver;
import io.redoubt.edge.upstream.Server;
import io.redoubt.edge.upstream.ServerConnection;
import io.redoubt.edge.upstream.ServerConnections;
import io.redoubt.edge.upstream.ServerGroup;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One request and its response, from the head of the one to the end of the other. Belongs to one event loop.
public final class Exchange implements Receiver, ServerConnections.Waiter, Watched {

    private static final int ATTEMPTS = 3;
    private static final int HEAD_ROOM = 1_024;

    private final EdgeState edge;
    private final Live live;
    private final ClientConnection client;
    private final Front front;
    private final RequestHead request;
    private final Instant at;
    private final long started = System.nanoTime();
    private final Held held;
    private final RequestBody body;

    private Phase phase = Phase.JUDGED;
    private Origin origin;
    private @Nullable ServedRoute route;
    private @Nullable Server server;
    private @Nullable ServerConnection connection;
    private @Nullable Refusal refused;
    private @Nullable Refusal would;
    private @Nullable String why;
    private long responseBytes;
    private int status;
    private int attempts;
    private boolean paused;
    private long since = started;

    public Exchange(EdgeState edge, ClientConnection client, Front front, RequestHead request) {
        this.edge = edge;
        this.live = edge.live();
        this.held = new Held(edge.load(), client.account(), live.limits().heldPerClient());
        this.client = client;
        this.front = front;
        this.request = request;
        this.at = edge.clock().instant();
        this.body = new RequestBody(request, live.limits().bodyBytes());
        this.origin = Origin.of(request, client.peer(), live.trusted());
        client.loop().watches().add(this);
    }

    /// Judges the request, and sends it on or refuses it.
    public void start() {
        Refusal full = held.head(request.size());
        if (full != null) {
            refuse(full, "");
            return;
        }
        Refusal refusal = Judgement.beforeAccess(live, edge, client, origin, request);
        if (refusal != null && stopped(refusal, origin.fault())) {
            return;
        }
        ServedRoute found =
                live.routes().find(request.authority().host(), request.target().path(), origin.client());
        if (found == null) {
            stopped(Refusal.NO_ROUTE, "");
            return;
        }
        route = found;
        found.bodyBytes().ifPresent(body::limit);
        if (body.tooLong()) {
            stopped(Refusal.BODY_TOO_LARGE, "");
            return;
        }
        Refusal rate = Judgement.rate(live, edge, origin.client(), found, started);
        if (rate != null && stopped(rate, "")) {
            return;
        }
        Gate.ask(edge.ports(), found.access(), request, client.loop().loop(), this::admitted);
    }

    private void admitted(@Nullable Refusal refusal) {
        if (phase != Phase.JUDGED || (refusal != null && stopped(refusal, ""))) {
            return;
        }
        connect(null);
    }

    /// Whether the request ends here; in the mode `verify` only what is never safe to forward does.
    private boolean stopped(Refusal refusal, String because) {
        if (refusal.safety() == Refusal.Safety.BY_POLICY && !Judgement.enforced(live)) {
            would = refusal;
            edge.metrics().wouldRefuse(refusal);
            return false;
        }
        refuse(refusal, because);
        return true;
    }

    private void connect(@Nullable Server but) {
        ServedRoute to = route;
        ServerGroup group = to == null ? null : live.upstreams().get(to.upstream());
        if (group == null) {
            refuse(Refusal.NO_ROUTE, "");
            return;
        }
        attempts++;
        phase = Phase.CONNECTING;
        since = System.nanoTime();
        Server next = group.next(since, but);
        server = next;
        client.loop().servers().of(next).acquire(this, live.limits().connect());
    }

    @Override
    public void connected(ServerConnection to) {
        if (phase != Phase.CONNECTING) {
            to.unused();
            return;
        }
        connection = to;
        phase = Phase.SENDING;
        since = System.nanoTime();
        ByteBuf head = to.alloc().buffer(HEAD_ROOM);
        RequestWriter.write(head, request, origin);
        to.begin(this, request, head);
        if (request.continues() && !body.ended()) {
            front.proceed();
        }
        for (ByteBuf piece = held.next(); piece != null; piece = held.next()) {
            send(to, piece);
        }
        if (body.ended()) {
            finishBody(to);
        } else {
            front.resume();
            flushRequest();
        }
    }

    @Override
    public Client client() {
        return client.account();
    }

    @Override
    public void unreachable(Refusal refusal, String because) {
        if (phase != Phase.CONNECTING) {
            return;
        }
        boolean again = refusal == Refusal.UPSTREAM_UNREACHABLE && attempts < ATTEMPTS && !body.begun();
        if (again) {
            edge.metrics().retried();
            connect(server);
        } else {
            refuse(refusal, because);
        }
    }

    /// Whether more of the body, or of the tunnel, can be taken now.
    public boolean wantsBody() {
        ServerConnection to = connection;
        return to != null && (phase == Phase.TUNNEL || !body.ended()) && phase != Phase.OVER && to.writable();
    }

    /// A piece of the body or of the tunnel; one that comes before there is a connection is kept.
    ///
    /// @param data released here
    public void body(ByteBuf data) {
        if (phase == Phase.OVER) {
            front.consumed(data.readableBytes());
            data.release();
            return;
        }
        int size = data.readableBytes();
        since = System.nanoTime();
        ServerConnection to = connection;
        if (phase == Phase.TUNNEL && to != null) {
            body.tunnelled(size);
            to.writeQuietly(data);
            return;
        }
        Refusal tooMuch = body.more(size);
        if (tooMuch != null) {
            drop(data, tooMuch, "the body is too long");
        } else if (to != null) {
            send(to, data);
        } else {
            Refusal full = held.piece(data);
            if (full != null) {
                drop(data, full, "bodies that wait for a server take too much");
            }
        }
    }

    private void drop(ByteBuf data, Refusal refusal, String because) {
        front.consumed(data.readableBytes());
        data.release();
        fail(refusal, because);
    }

    /// The body is whole.
    public void bodyEnd() {
        if (phase == Phase.OVER || body.ended()) {
            return;
        }
        if (!body.end()) {
            fail(Refusal.AMBIGUOUS_FRAMING, "the body is shorter than its content length");
            return;
        }
        ServerConnection to = connection;
        if (to != null) {
            finishBody(to);
        }
    }

    private void send(ServerConnection to, ByteBuf data) {
        body.begin();
        RequestBodyWriter.piece(to, data, request.bodyLength(), this::taken);
    }

    /// The server has taken a piece of the body.
    private void taken(int size) {
        since = System.nanoTime();
        front.consumed(size);
    }

    private void finishBody(ServerConnection to) {
        RequestBodyWriter.end(to, request.bodyLength());
        if (phase == Phase.SENDING) {
            phase = Phase.WAITING;
        }
        since = System.nanoTime();
        to.requestSent();
    }

    /// Sends what has been taken so far.
    public void flushRequest() {
        ServerConnection to = connection;
        if (to != null) {
            to.flush();
        }
    }

    @Override
    public void interim(ResponseHead head) {
        // `100 Continue` has been answered here; the others are for the client.
        if (head.status() != 100) {
            front.interim(head);
        }
    }

    @Override
    public void switched(ResponseHead head) {
        phase = Phase.TUNNEL;
        status = head.status();
        since = System.nanoTime();
        front.switched(head);
        front.resume();
    }

    @Override
    public void head(ResponseHead head) {
        phase = Phase.ANSWERING;
        status = head.status();
        since = System.nanoTime();
        front.head(head);
    }

    @Override
    public void data(ByteBuf data) {
        responseBytes += data.readableBytes();
        since = System.nanoTime();
        front.data(data);
        ServerConnection from = connection;
        if (from != null && !paused && !front.writable()) {
            paused = true;
            from.pause();
        }
    }

    @Override
    public void end() {
        if (phase != Phase.OVER) {
            over();
            front.end();
        }
    }

    @Override
    public void flush() {
        front.flush();
    }

    @Override
    public void serverWritable() {
        front.resume();
    }

    /// The client takes more.
    public void clientWritable() {
        ServerConnection from = connection;
        if (paused && from != null) {
            paused = false;
            from.resume();
        }
    }

    @Override
    public void failed(Refusal refusal, String because) {
        ServerConnection from = connection;
        connection = null;
        if (phase == Phase.OVER) {
            return;
        }
        boolean harmless = status == 0 && !body.begun() && body.ended() && request.idempotent() && attempts < ATTEMPTS;
        if (from != null && !from.heard() && harmless) {
            edge.metrics().retried();
            connect(from.reused() ? null : from.server());
            return;
        }
        fail(refusal, because);
    }

    /// Ends the exchange for a reason of the edge's own.
    public void fail(Refusal refusal, String because) {
        if (phase == Phase.OVER) {
            return;
        }
        if (status == 0) {
            refuse(refusal, because);
            return;
        }
        refused = refusal;
        why = because;
        edge.metrics().refuse(refusal);
        abandon();
        over();
        front.abort();
    }

    /// The client is gone.
    public void cancel() {
        if (phase == Phase.OVER) {
            return;
        }
        if (phase != Phase.TUNNEL) {
            refused = Refusal.CLIENT_GONE;
            edge.metrics().refuse(Refusal.CLIENT_GONE);
        }
        abandon();
        over();
    }

    private void refuse(Refusal refusal, String because) {
        refused = refusal;
        why = because.isEmpty() ? null : because;
        status = refusal.status();
        edge.metrics().refuse(refusal);
        abandon();
        over();
        front.refuse(refusal);
    }

    private void abandon() {
        ServerConnection to = connection;
        connection = null;
        if (to != null) {
            to.abandon();
        }
    }

    private void over() {
        phase = Phase.OVER;
        connection = null;
        client.loop().watches().remove(this);
        front.consumed(held.drop());
        edge.metrics().answered(status, body.bytes(), responseBytes);
        log();
    }

    private void log() {
        long micros = (System.nanoTime() - started) / 1_000;
        ExchangeLine line = new ExchangeLine(at, origin.client(), request, route, server, refused, why, would);
        client.loop().log().write(line.entry(status, body.bytes(), responseBytes, micros));
    }

    @Override
    public void look(long now) {
        try {
            boolean clientIsAwaited = phase == Phase.SENDING ? wantsBody() : paused;
            phase.check(now - started, now - since, clientIsAwaited, live.limits());
        } catch (RefusedException e) {
            fail(e.refusal(), e.why());
        }
    }
}
