package io.redoubt.control;

import io.redoubt.control.Verdict.Fail;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One control on one subject: what reality answered, when, and whether somebody answers for it.
///
/// @param at     when the looking ended
/// @param took   from its start to its verdict; zero where it never started
/// @param waiver the one that applies, or null
public record Assessment(
        Row row,
        Subject subject,
        Verdict verdict,
        Instant at,
        Duration took,
        @Nullable Waiver waiver) {

    public Assessment {
        if (waiver != null && !waiver.covers(new Assessment(row, subject, verdict, at, took, null))) {
            throw new IllegalArgumentException("a waiver of " + waiver.control() + " does not cover this " + row.id());
        }
    }

    public Vantage vantage() {
        return row.vantage();
    }

    public boolean waived() {
        return waiver != null;
    }

    /// How much it matters: of a Fail its worst deviation, of anything else the ceiling of its control.
    public Severity severity() {
        return verdict instanceof Fail fail ? fail.worst().severity() : row.severity();
    }

    Assessment waivedBy(@Nullable Waiver by) {
        return new Assessment(row, subject, verdict, at, took, by);
    }
}
