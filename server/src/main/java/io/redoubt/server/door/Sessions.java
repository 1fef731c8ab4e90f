package io.redoubt.server.door;

import io.redoubt.control.TimeOrderedId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who is in. Kept in memory only: a restart ends all of them. Thread-safe.
public final class Sessions {

    static final Duration IDLE = Duration.ofHours(1);
    static final Duration ABSOLUTE = Duration.ofHours(12);

    private static final int MOST = 1_000;

    private final SecureRandom random;
    private final InstantSource clock;
    private final TimeOrderedId ids;
    private final Map<String, Held> byDigest = new HashMap<>();

    private record Held(Session session, Instant lastSeen) {}

    /// @param secret what the cookie holds
    record Opened(String secret, Session session) {}

    public Sessions(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        this.ids = new TimeOrderedId("ses", random);
    }

    /// A new one, whatever the browser had before.
    Opened open(Session.Rights rights) {
        return keep(draft(rights));
    }

    /// One that does not count yet, so that it can be recorded first.
    Opened draft(Session.Rights rights) {
        Instant now = clock.instant();
        Token token = Token.fresh(random);
        return new Opened(
                token.secret(),
                new Session(ids.next(now), now, Token.fresh(random).secret(), rights));
    }

    synchronized Opened keep(Opened opened) {
        Instant now = clock.instant();
        byDigest.values().removeIf(held -> isOver(held, now));
        if (byDigest.size() >= MOST) {
            throw new RefusedException(Refusal.tooMuch("too many sessions are open"));
        }
        byDigest.put(Token.of(opened.secret()).digest(), new Held(opened.session(), now));
        return opened;
    }

    /// The session of a cookie, which is used by that.
    synchronized Optional<Session> find(String secret) {
        Instant now = clock.instant();
        String digest = Token.of(secret).digest();
        Held held = byDigest.get(digest);
        if (held == null) {
            return Optional.empty();
        }
        if (isOver(held, now)) {
            byDigest.remove(digest);
            return Optional.empty();
        }
        byDigest.put(digest, new Held(held.session(), now));
        return Optional.of(held.session());
    }

    public synchronized void end(Session session) {
        byDigest.values().removeIf(held -> held.session().equals(session));
    }

    private static boolean isOver(Held held, Instant now) {
        return !now.isBefore(held.lastSeen().plus(IDLE))
                || !now.isBefore(held.session().openedAt().plus(ABSOLUTE));
    }
}
