package io.redoubt.ledger;

import java.time.Duration;
import java.util.List;

/// How a stream is kept.
///
/// @param name         of this node's ledger, unique in the world, such as `example.com/shop/web-1`
/// @param segmentBytes how long a segment grows before the next one begins
/// @param heartbeat    how long a stream may stay without a new checkpoint
/// @param formerKeys   that signed checkpoints before the present key did
public record LedgerOptions(String name, long segmentBytes, Duration heartbeat, List<VerifierKey> formerKeys) {

    public LedgerOptions {
        if (segmentBytes < 4096 || segmentBytes > 1L << 30) {
            throw new IllegalArgumentException("a segment has 4 KiB to 1 GiB");
        }
        formerKeys = List.copyOf(formerKeys);
    }

    /// Segments of 32 MiB, a heartbeat every ten minutes.
    public static LedgerOptions named(String name) {
        return new LedgerOptions(name, 32L << 20, Duration.ofMinutes(10), List.of());
    }

    public LedgerOptions withSegmentBytes(long bytes) {
        return new LedgerOptions(name, bytes, heartbeat, formerKeys);
    }

    public LedgerOptions withHeartbeat(Duration every) {
        return new LedgerOptions(name, segmentBytes, every, formerKeys);
    }

    public LedgerOptions withFormerKeys(List<VerifierKey> keys) {
        return new LedgerOptions(name, segmentBytes, heartbeat, keys);
    }

    String origin(LedgerStream stream) {
        return name + "/" + stream.directory();
    }
}
