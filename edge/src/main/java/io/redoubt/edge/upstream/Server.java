package io.redoubt.edge.upstream;

import io.netty.handler.ssl.SslContext;
import io.redoubt.policy.Address;
import io.redoubt.policy.Parsed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A server behind routes, as all event loops see it: where it is and how it has been doing.
public final class Server {

    private static final int FAILURES = 3;
    private static final long REST_NANOS = 10_000_000_000L;

    private final ServerKey key;
    private final @Nullable SslContext tls;
    private volatile @Nullable InetSocketAddress address;
    private volatile int failures;
    private volatile long restsUntil;
    private volatile boolean resting;
    private volatile boolean sick;

    Server(ServerKey key, @Nullable SslContext tls) {
        this.key = key;
        this.tls = tls;
        if (Address.parse(key.host()) instanceof Parsed.Value<Address>) {
            resolve();
        }
    }

    /// Asks the resolver of the system, which may block. What is known already is kept where it does not answer.
    void resolve() {
        try {
            address = new InetSocketAddress(InetAddress.getByName(key.host()), key.port());
        } catch (UnknownHostException _) {
            // The last known address is better than none; without any, requests answer 502 and are counted.
        }
    }

    @Nullable
    InetSocketAddress address() {
        return address;
    }

    Optional<SslContext> tls() {
        return Optional.ofNullable(tls);
    }

    ServerKey key() {
        return key;
    }

    /// As the access log names it: host and port.
    public String label() {
        return key.host() + ":" + key.port();
    }

    boolean wellAt(long now) {
        return !sick && !(resting && now - restsUntil < 0);
    }

    /// A request or a connection failed: after three in a row it is left alone for ten seconds.
    void failed(long now) {
        int count = failures + 1;
        failures = count;
        if (count >= FAILURES) {
            restsUntil = now + REST_NANOS;
            resting = true;
        }
    }

    void answered() {
        if (failures != 0) {
            failures = 0;
            resting = false;
        }
    }

    /// What a health check found.
    ///
    /// @param asked whether it was asked; nobody asks a server without a health check
    void checked(boolean well, boolean asked) {
        sick = !well;
        if (well && asked) {
            answered();
        }
    }
}
