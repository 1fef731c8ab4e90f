package io.redoubt.tls.issuance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was tried for one set of names, and so when it may be tried again. It outlives the process, so that one that
/// is restarted in a loop does not ask an authority in a loop.
///
/// What lies in the future was written by a clock that was wrong, and does not count.
///
/// @param tries    when one began, of the last day
/// @param failures in a row
/// @param failedAt when the last one failed, or null
/// @param again    when it may be tried again after that, or null
/// @param wanted   before this time the issuer wants none, or null
public record Attempts(
        List<Instant> tries,
        int failures,
        @Nullable Instant failedAt,
        @Nullable Instant again,
        @Nullable Instant wanted) {

    public static final Attempts NONE = new Attempts(List.of(), 0, null, null, null);

    /// How many tries a set of names has in `PERIOD`, whatever comes of them: Let's Encrypt allows five failed
    /// validations an hour and five equal certificates a week.
    static final int BUDGET = 12;

    static final Duration PERIOD = Duration.ofDays(1);

    private static final Duration FIRST_WAIT = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(12);

    /// An issuer that asks for more gets this.
    private static final Duration LONGEST_WANTED = Duration.ofDays(7);

    /// Whether the operator asks, and not the clock: then the wait after a failure is over, and nothing else.
    public enum Urgency {
        IN_TURN,
        ASKED_FOR
    }

    public Attempts {
        tries = List.copyOf(tries);
    }

    /// When the next try may begin; empty for now.
    public Optional<Instant> blockedUntil(Instant now, Urgency urgency) {
        Instant until = now;
        List<Instant> counted = counted(now);
        if (counted.size() >= BUDGET) {
            until = later(until, counted.get(counted.size() - BUDGET).plus(PERIOD));
        }
        if (failedAt != null && !failedAt.isAfter(now)) {
            until = later(until, wanted);
            if (urgency == Urgency.IN_TURN) {
                until = later(until, again);
            }
        }
        return until.isAfter(now) ? Optional.of(until) : Optional.empty();
    }

    public Attempts begun(Instant now) {
        List<Instant> all = new ArrayList<>(counted(now));
        all.add(now);
        return new Attempts(all, failures, failedAt, again, wanted);
    }

    /// @param until what the issuer asked for, or null
    /// @param share from 0 to 1: the jitter
    public Attempts failed(Instant now, @Nullable Instant until, double share) {
        int count = Math.min(failures + 1, 30);
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(count - 1, 10));
        Duration wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
        Instant next = now.plus(wait).plusMillis((long) (wait.toMillis() * share / 5));
        Instant most = now.plus(LONGEST_WANTED);
        return new Attempts(tries, count, now, next, until == null || until.isBefore(most) ? until : most);
    }

    public Attempts succeeded() {
        return new Attempts(tries, 0, null, null, null);
    }

    private List<Instant> counted(Instant now) {
        Instant from = now.minus(PERIOD);
        return tries.stream()
                .filter(at -> at.isAfter(from) && !at.isAfter(now))
                .sorted()
                .toList();
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }
}
