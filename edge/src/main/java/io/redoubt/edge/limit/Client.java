package io.redoubt.edge.limit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What one client has used. Safe for many threads, locks nothing.
public final class Client {

    private static final int ROUTES = 64;
    private static final long SECOND = 1_000_000_000L;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong paidUntil = new AtomicLong(Long.MIN_VALUE);
    private final Map<Object, AtomicLong> routes = new ConcurrentHashMap<>(1);

    /// Whether one more connection is within the limit. Counts it in either case.
    public boolean connect(int most) {
        return connections.incrementAndGet() <= most;
    }

    public void disconnect() {
        connections.decrementAndGet();
    }

    /// Whether so many bytes more may be kept for it.
    boolean hold(long bytes, long most) {
        if (held.addAndGet(bytes) > most) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void let(long bytes) {
        held.addAndGet(-bytes);
    }

    /// Whether one more request is within the rate.
    ///
    /// @param now nanoseconds of any steady clock
    public boolean request(long now, int perSecond) {
        return pay(paidUntil, now, perSecond);
    }

    /// The same, for one route.
    public boolean request(Object route, long now, int perSecond) {
        AtomicLong paid = routes.get(route);
        if (paid == null) {
            if (routes.size() >= ROUTES) {
                routes.clear();
            }
            paid = routes.computeIfAbsent(route, _ -> new AtomicLong(Long.MIN_VALUE));
        }
        return pay(paid, now, perSecond);
    }

    boolean idle(long now) {
        long paid = paidUntil.get();
        return connections.get() == 0 && held.get() == 0 && (paid == Long.MIN_VALUE || paid - now < 0);
    }

    /// The generic cell rate algorithm: each request moves the time until which all is paid for; it may lie two seconds
    /// ahead.
    private static boolean pay(AtomicLong paidUntil, long now, int perSecond) {
        long price = SECOND / perSecond;
        while (true) {
            long paid = paidUntil.get();
            long from = paid == Long.MIN_VALUE || paid - now < 0 ? now : paid;
            long next = from + price;
            if (next - now > 2 * SECOND) {
                return false;
            }
            if (paidUntil.compareAndSet(paid, next)) {
                return true;
            }
        }
    }
}
