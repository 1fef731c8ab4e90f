package io.redoubt.cli.output;

import io.redoubt.control.Assessment;
import io.redoubt.control.ControlId;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is otherwise than in the report before, in the order of the newer one, and then what is gone.
///
/// @param all none where nothing changed
record Changes(List<Change> all) {

    /// @param before null where it is new
    /// @param after  null where it is gone
    record Change(@Nullable Assessment before, @Nullable Assessment after) {

        Assessment about() {
            return Objects.requireNonNull(after == null ? before : after);
        }
    }

    private record Key(ControlId control, Subject subject, Vantage vantage) {

        static Key of(Assessment assessment) {
            return new Key(assessment.row().id(), assessment.subject(), assessment.vantage());
        }
    }

    static Changes between(Report before, Report after) {
        Map<Key, Assessment> old = new LinkedHashMap<>();
        before.assessments().forEach(assessment -> old.put(Key.of(assessment), assessment));
        List<Change> changes = new ArrayList<>();
        for (Assessment assessment : after.assessments()) {
            Assessment earlier = old.remove(Key.of(assessment));
            if (earlier == null || differ(earlier, assessment)) {
                changes.add(new Change(earlier, assessment));
            }
        }
        old.values().forEach(gone -> changes.add(new Change(gone, null)));
        return new Changes(List.copyOf(changes));
    }

    /// Of a Pass only that it is one: what was observed may hold a time, and would differ each time.
    private static boolean differ(Assessment before, Assessment after) {
        if (before.verdict().state() != after.verdict().state() || before.waived() != after.waived()) {
            return true;
        }
        return Columns.isBlock(after)
                && !(before.severity() == after.severity()
                        && Account.of(before).summary().equals(Account.of(after).summary()));
    }
}
