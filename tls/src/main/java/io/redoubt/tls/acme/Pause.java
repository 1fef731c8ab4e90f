package io.redoubt.tls.acme;

import java.time.Duration;

/// How one waits.
@FunctionalInterface
public interface Pause {

    void of(Duration duration) throws InterruptedException;
}
