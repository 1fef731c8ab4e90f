package io.redoubt.tls.endpoint;

import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Deadline;
import io.redoubt.wire.Resolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/// Looks names up without waiting longer than the deadline.
public final class Lookup {

    // The system's resolver blocks in native code: it would pin the carrier of a virtual thread, and heeds no
    // interrupt.
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("lookup-", 0).factory();

    private final Resolver resolver;

    public Lookup(Resolver resolver) {
        this.resolver = resolver;
    }

    public Answer<List<InetAddress>> of(String host, Deadline deadline) throws InterruptedException {
        Facet<List<InetAddress>> addresses = new Facet<>(THREADS, () -> {
            try {
                return new Accepted<>(List.copyOf(resolver.resolve(host)));
            } catch (UnknownHostException _) {
                return new Undetermined<>(Obstacle.UNRESOLVED, host + " has no address");
            }
        });
        return addresses.answer(deadline, host + " was not resolved in time");
    }
}
