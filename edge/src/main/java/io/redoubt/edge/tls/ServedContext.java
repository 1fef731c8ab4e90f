package io.redoubt.edge.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import io.redoubt.edge.ServedCertificate;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;

/// What handshakes with one certificate need. A connection frees its part of BoringSSL's memory when it closes; the
/// finalizers that would do so otherwise cost each handshake time, and keep the memory of closed connections. The
/// context itself goes when neither a snapshot nor a connection has it any more.
final class ServedContext {

    private static final Cleaner CLEANER = Cleaner.create();

    /// As BoringSSL spells them.
    private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256"};

    private final SslContext context;

    /// @param protocols of ALPN
    /// @throws SSLException where chain or key can't be used
    ServedContext(ServedCertificate certificate, String... protocols) throws SSLException {
        SslContext built = SslContextBuilder.forServer(key(certificate))
                .trustManager(NobodyTrusted.INSTANCE)
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols("TLSv1.3")
                .option(OpenSslContextOption.GROUPS, GROUPS)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        protocols))
                .build();
        context = built;
        CLEANER.register(this, () -> ReferenceCountUtil.release(built));
    }

    private static ServedKey key(ServedCertificate certificate) throws SSLException {
        try {
            return new ServedKey(certificate);
        } catch (GeneralSecurityException e) {
            throw new SSLException("chain or key can't be used", e);
        }
    }

    SslHandler newHandler(ByteBufAllocator allocator) {
        try {
            return context.newHandler(allocator);
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
