package io.redoubt.control;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/// The waivers of a policy, in any order.
public record Waivers(List<Waiver> all) {

    public Waivers {
        all = List.copyOf(all);
    }

    public static Waivers none() {
        return new Waivers(List.of());
    }

    /// Marks what is waived on the UTC day of `now`. Where several waivers cover an assessment, the one for exactly
    /// its subject answers for it, then the one that lasts longest.
    public List<Assessment> applyTo(List<Assessment> assessments, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Waiver> standing = all.stream()
                .filter(waiver -> waiver.appliesOn(today))
                .sorted(Comparator.comparing((Waiver waiver) -> waiver.subject() == null)
                        .thenComparing(Waiver::until, Comparator.reverseOrder()))
                .toList();
        return assessments.stream()
                .map(assessment -> assessment.waivedBy(standing.stream()
                        .filter(waiver -> waiver.covers(assessment))
                        .findFirst()
                        .orElse(null)))
                .toList();
    }
}
