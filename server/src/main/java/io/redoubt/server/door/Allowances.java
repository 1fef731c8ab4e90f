package io.redoubt.server.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/// How much each may ask: so many at once, and then so many in a time. Thread-safe.
final class Allowances {

    /// The longest known give way: who floods under many names has the common allowance against them.
    private static final int MOST = 10_000;

    private final int burst;
    private final Duration each;
    private final InstantSource clock;
    private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true);

    private record Bucket(double left, Instant at) {}

    /// @param burst so many at once
    /// @param each  the time in which one more comes
    Allowances(int burst, Duration each, InstantSource clock) {
        this.burst = burst;
        this.each = each;
        this.clock = clock;
    }

    /// Takes one, if there is one.
    synchronized boolean take(String who) {
        Instant now = clock.instant();
        Bucket bucket = buckets.getOrDefault(who, new Bucket(burst, now));
        double grown = Math.max(0, (double) Duration.between(bucket.at(), now).toMillis() / each.toMillis());
        double left = Math.min(burst, bucket.left() + grown);
        boolean taken = left >= 1;
        buckets.put(who, new Bucket(taken ? left - 1 : left, now));
        if (buckets.size() > MOST) {
            buckets.pollFirstEntry();
        }
        return taken;
    }
}
