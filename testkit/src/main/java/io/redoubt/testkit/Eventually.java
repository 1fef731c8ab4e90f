package io.redoubt.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// What becomes true by itself, on a machine that may be slow.
public final class Eventually {

    private static final long AGAIN_MILLIS = 50;

    private Eventually() {}

    /// Looks again and again until it holds.
    ///
    /// @throws AssertionError when it does not hold in time
    public static void holds(String what, Duration atMost, BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > atMost.toNanos() || never.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not within " + atMost.toSeconds() + " s: " + what);
            }
        }
    }
}
