package io.redoubt.server.door;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Links that let one browser in, once. Kept in memory only: a restart ends them. Thread-safe.
public final class OneTimeLinks {

    public static final Duration LIFETIME = Duration.ofMinutes(10);
    static final String PATH = "/enter";

    /// Before a token in the query: logs of servers in front of this one may have paths, and the edge's has no query.
    static final String QUERY = "token=";

    private static final int MOST = 16;

    private final SecureRandom random;
    private final InstantSource clock;
    private final List<Issued> issued = new ArrayList<>();

    private record Issued(String digest, Instant ends) {}

    public OneTimeLinks(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /// A new one, as a path with its query: a secret. The oldest gives way where too many wait.
    public synchronized String issue() {
        Instant now = clock.instant();
        issued.removeIf(link -> !now.isBefore(link.ends()));
        if (issued.size() == MOST) {
            issued.removeFirst();
        }
        Token token = Token.fresh(random);
        issued.add(new Issued(token.digest(), now.plus(LIFETIME)));
        return PATH + "?" + QUERY + token.secret();
    }

    /// Whether it was issued, is not over, and was not used before. It is used now.
    synchronized boolean redeem(String shown) {
        Instant now = clock.instant();
        Token token = Token.of(shown);
        boolean good = false;
        for (Iterator<Issued> each = issued.iterator(); each.hasNext(); ) {
            Issued link = each.next();
            if (token.isThatOf(link.digest())) {
                each.remove();
                good |= now.isBefore(link.ends());
            }
        }
        return good;
    }
}
