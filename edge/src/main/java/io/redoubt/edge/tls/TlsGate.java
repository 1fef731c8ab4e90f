package io.redoubt.edge.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.redoubt.edge.ServedCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Reads the ClientHello and takes the certificate for its name. A name that nobody has is refused with the alert
/// `unrecognized_name` (RFC 6066, 3), so that no certificate tells what else is served here.
public final class TlsGate extends SslClientHelloHandler<TlsGate.Choice> {

    private static final int LONGEST_HELLO = 16 << 10;
    private static final String ACME = "acme-tls/1";
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    /// Whom the handshake is asked of.
    public interface Callback {

        /// The certificates of now.
        ServerCertificates certificates();

        /// The certificate that answers a challenge for this name.
        Optional<ServedCertificate> challenge(String name);

        /// The handshake can begin.
        void chosen(@Nullable String serverName, Kind kind);

        /// Nobody has that name.
        void refused(String why);
    }

    /// What the handshake is for.
    public enum Kind {
        SERVICE,
        /// It is all that is wanted (RFC 8737).
        CHALLENGE
    }

    record Choice(@Nullable String serverName, @Nullable ServedContext context, Kind kind) {}

    private final Callback callback;
    private final Duration patience;

    public TlsGate(Callback callback, Duration patience) {
        super(LONGEST_HELLO);
        this.callback = callback;
        this.patience = patience;
    }

    @Override
    protected Future<Choice> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello) {
        return ctx.executor().newSucceededFuture(choose(hello));
    }

    private Choice choose(@Nullable ByteBuf hello) {
        if (hello == null) {
            return new Choice(null, null, Kind.SERVICE);
        }
        try {
            ClientHello read = ClientHello.parse(hello);
            String name = read.serverName();
            if (name != null && read.protocols().equals(List.of(ACME))) {
                Optional<ServedCertificate> challenge = callback.challenge(name);
                ServedContext context = challenge.isPresent() ? new ServedContext(challenge.get(), ACME) : null;
                return new Choice(name, context, Kind.CHALLENGE);
            }
            return new Choice(name, callback.certificates().forName(name), Kind.SERVICE);
        } catch (IndexOutOfBoundsException | SSLException _) {
            return new Choice(null, null, Kind.SERVICE);
        }
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, Future<Choice> future) {
        Choice choice = future.getNow();
        ServedContext context = choice.context();
        if (context == null) {
            callback.refused("no certificate for the name that was asked for");
            ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        SslHandler tls = context.newHandler(ctx.alloc());
        tls.setHandshakeTimeoutMillis(patience.toMillis());
        boolean owned = false;
        try {
            callback.chosen(choice.serverName(), choice.kind());
            ctx.pipeline().replace(this, null, tls);
            owned = true;
        } finally {
            // A pipeline that has ended meanwhile frees nothing.
            if (!owned) {
                ReferenceCountUtil.safeRelease(tls.engine());
            }
        }
    }
}
