package io.redoubt.edge.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/// Frames that cost the client nothing and the edge something: resets, settings, pings, priorities, window updates,
/// empty data, unknown ones. A connection may send some, and more as it is of use; beyond, it is ended with
/// `ENHANCE_YOUR_CALM` (RFC 9113, 10.5).
final class FloodGuard {

    private static final int START = 1_000;
    private static final int MOST = 2_000;
    private static final int PER_SECOND = 50;
    private static final int BYTES_OF_USE = 1_024;
    /// A request that is cancelled has cost a server something.
    private static final int RESET = 5;
    private static final int SETTINGS = 10;

    private long credit = START;
    private long useful;
    private long refilled = System.nanoTime();

    void reset() throws Http2Exception {
        spend(RESET);
    }

    void settings() throws Http2Exception {
        spend(SETTINGS);
    }

    void frame() throws Http2Exception {
        spend(1);
    }

    /// A response has been sent to its end.
    void answered() {
        earn(2);
    }

    /// Bytes of bodies went either way.
    void carried(int bytes) {
        useful += bytes;
        if (useful >= BYTES_OF_USE) {
            earn(useful / BYTES_OF_USE);
            useful %= BYTES_OF_USE;
        }
    }

    private void earn(long more) {
        credit = Math.min(MOST, credit + more);
    }

    private void spend(int price) throws Http2Exception {
        credit -= price;
        if (credit < 0) {
            long now = System.nanoTime();
            earn((now - refilled) * PER_SECOND / 1_000_000_000L);
            refilled = now;
            if (credit < 0) {
                throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames of no use");
            }
        }
    }
}
