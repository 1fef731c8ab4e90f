package io.redoubt.ledger;

import java.time.Duration;
import java.util.List;

/// How a stream is kept.
///
/// @param name         of this node's ledger, unique in the world, such as `example.com/shop/web-1`
/// @param segmentBytes how long a segment grows before the next one begins
/// @param heartbeat    how long a stream may stay without a new checkpoint
/// @param formerKeys   that signed checkpoints before the present key did
/// @param atLeast      how many entries are known to be durable: a stream that has fewer is no crash's work
public record LedgerOptions(
        String name, long segmentBytes, Duration heartbeat, List<VerifierKey> formerKeys, long atLeast) {

    public LedgerOptions {
        if (segmentBytes < 4096 || segmentBytes > 1L << 30) {
            throw new IllegalArgumentException("a segment has 4 KiB to 1 GiB");
        }
        formerKeys = List.copyOf(formerKeys);
    }

    /// Segments of 32 MiB, a heartbeat every ten minutes.
    public static LedgerOptions named(String name) {
        return new LedgerOptions(name, 32L << 20, Duration.ofMinutes(10), List.of(), 0);
    }

    public LedgerOptions withSegmentBytes(long bytes) {
        return new LedgerOptions(name, bytes, heartbeat, formerKeys, atLeast);
    }

    public LedgerOptions withHeartbeat(Duration every) {
        return new LedgerOptions(name, segmentBytes, every, formerKeys, atLeast);
    }

    public LedgerOptions withFormerKeys(List<VerifierKey> keys) {
        return new LedgerOptions(name, segmentBytes, heartbeat, keys, atLeast);
    }

    public LedgerOptions withAtLeast(long entries) {
        return new LedgerOptions(name, segmentBytes, heartbeat, formerKeys, entries);
    }

    String origin(LedgerStream stream) {
        return name + "/" + stream.directory();
    }
}
