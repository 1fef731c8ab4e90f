package io.redoubt.edge.forward;

import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.message.Refusal;
import io.redoubt.edge.message.RefusedException;

/// How far an exchange has come.
enum Phase {
    JUDGED,
    CONNECTING,
    SENDING,
    WAITING,
    ANSWERING,
    TUNNEL,
    OVER;

    /// Ends what takes too long: the whole of it, or the wait of this phase. Connections are waited for by the pool,
    /// and clients by the front.
    ///
    /// @param taken  nanoseconds since the exchange began
    /// @param waited nanoseconds since something happened last
    /// @param paused whether it is the client who is waited for
    void check(long taken, long waited, boolean paused, EdgeLimits limits) throws RefusedException {
        if (this != TUNNEL && taken > limits.total().toNanos()) {
            throw new RefusedException(Refusal.TOTAL_TIME, "the exchange takes too long");
        }
        switch (this) {
            case WAITING -> {
                if (waited > limits.answer().toNanos()) {
                    throw new RefusedException(Refusal.UPSTREAM_SLOW, "the server does not answer");
                }
            }
            case ANSWERING, TUNNEL -> {
                if (!paused && waited > limits.quiet().toNanos()) {
                    throw new RefusedException(Refusal.UPSTREAM_SLOW, "the server has been quiet for too long");
                }
            }
            case JUDGED -> {
                if (waited > limits.connect().toNanos()) {
                    throw new RefusedException(Refusal.CORE_UNAVAILABLE, "the core does not answer");
                }
            }
            case SENDING -> {
                if (!paused && waited > limits.quiet().toNanos()) {
                    throw new RefusedException(Refusal.UPSTREAM_SLOW, "the server does not take the request");
                }
            }
            case CONNECTING, OVER -> {
                // Watched elsewhere.
            }
        }
    }
}
