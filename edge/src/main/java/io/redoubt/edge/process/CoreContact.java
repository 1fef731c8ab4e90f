package io.redoubt.edge.process;

import io.redoubt.edge.EdgePorts;
import io.redoubt.edge.Permissions;
import io.redoubt.edge.Sessions;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// When core was heard of last. What is known of sessions and permissions is believed for a minute after that, and no
/// longer: whoever has been locked out since would still be let in. Thread-safe.
final class CoreContact {

    private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(60);

    private final LongSupplier nanos;
    private volatile long heard;

    /// @param nanos a clock that nobody sets, as [System#nanoTime]
    CoreContact(LongSupplier nanos) {
        this.nanos = nanos;
        this.heard = nanos.getAsLong();
    }

    void heard() {
        heard = nanos.getAsLong();
    }

    private boolean lost() {
        return nanos.getAsLong() - heard >= LONGEST_SILENCE;
    }

    /// The same ports, which know nobody once core is lost; denials and challenges stay as they are.
    EdgePorts guard(EdgePorts ports) {
        Sessions sessions = (cookies, authorization) ->
                (lost() ? Sessions.UNAVAILABLE : ports.sessions()).find(cookies, authorization);
        Permissions permissions = (subject, permission) ->
                (lost() ? Permissions.UNAVAILABLE : ports.permissions()).may(subject, permission);
        return new EdgePorts(sessions, permissions, ports.denials(), ports.challenges());
    }
}
