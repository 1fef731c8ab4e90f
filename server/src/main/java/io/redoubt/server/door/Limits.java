package io.redoubt.server.door;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// How often each session may ask, each client that has none, and all of those together: whoever floods locks
/// nobody out who is in.
final class Limits {

    private static final String ALL = "all";

    /// Longer than the edge writes: 33 addresses of IPv6.
    private static final int LONGEST_CHAIN = 2_000;

    private final Allowances ofEach;
    private final Allowances ofAll;
    private final Allowances entries;

    Limits(InstantSource clock) {
        this.ofEach = new Allowances(120, Duration.ofMillis(100), clock);
        this.ofAll = new Allowances(1_000, Duration.ofMillis(5), clock);
        this.entries = new Allowances(10, Duration.ofSeconds(6), clock);
    }

    void take(HttpServletRequest request, Optional<Session> session) {
        boolean within = session.map(each -> ofEach.take("session " + each.id()))
                .orElseGet(() -> ofEach.take(client(request)) && ofAll.take(ALL));
        if (!within) {
            throw new RefusedException(Refusal.tooMuch("more than 10 requests a second"));
        }
    }

    /// Nobody guesses 256 bits; this keeps the log of those who try short.
    void takeEntry(HttpServletRequest request) {
        if (!entries.take(client(request))) {
            throw new RefusedException(Refusal.tooMuch("more than 10 links a minute"));
        }
    }

    /// The edge writes the whole field: first the client that it has decided on, then the proxies that it trusts.
    private static String client(HttpServletRequest request) {
        String forwarded = request.getHeader("X-Forwarded-For");
        if (forwarded == null || forwarded.length() > LONGEST_CHAIN) {
            return request.getRemoteAddr();
        }
        int comma = forwarded.indexOf(',');
        return (comma < 0 ? forwarded : forwarded.substring(0, comma)).strip();
    }
}
