package io.redoubt.ledger;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an audit of a stream found.
///
/// @param first    the first entry that is kept; those before it were dropped by retention, their hashes remain
/// @param size     the entries that the newest checkpoint covers
/// @param findings what is not as it was recorded, in the order of the entries
/// @param tail     whether anyone else has seen the stream's end
/// @param newest   the newest checkpoint, or null where there is none
/// @param cut      what stands behind it and the next opening cuts, or null: what a crash left of the last commit, or
///     the last commit itself where someone damaged it before it was proven durable
public record Audit(
        long first,
        long size,
        List<Finding> findings,
        Tail tail,
        @Nullable Checkpoint newest,
        @Nullable Cut cut) {

    public Audit {
        findings = List.copyOf(findings);
    }

    /// Someone who can write the files can cut a stream and its checkpoints back to any earlier checkpoint, and nothing
    /// inside shows it. Only a checkpoint that was kept elsewhere does.
    public sealed interface Tail {

        /// A checkpoint from elsewhere covers the whole stream.
        record Proven() implements Tail {}

        /// No checkpoint from elsewhere covers the entries from here on.
        record Unproven(long from) implements Tail {}
    }

    public boolean intact() {
        return findings.isEmpty();
    }

    /// Up to which entry, exclusive, all is as it was recorded.
    public long intactTo() {
        return findings.stream().mapToLong(Finding::first).min().orElse(size);
    }

    public Optional<Checkpoint> checkpoint() {
        return Optional.ofNullable(newest);
    }

    /// What the next opening will cut; only of a stream that is not open.
    public Optional<Cut> toBeCut() {
        return Optional.ofNullable(cut);
    }
}
