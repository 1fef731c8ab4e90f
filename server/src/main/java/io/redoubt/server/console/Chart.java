package io.redoubt.server.console;

import io.redoubt.control.Standing.State;
import io.redoubt.control.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many verdicts were what, over time: columns of a drawing, and rows of a table for who can't see it.
///
/// @param columns oldest first
/// @param most    that stood together at one time
/// @param first   where it begins
public record Chart(List<Column> columns, List<Row> rows, int most, When first, When last) {

    private static final int COLUMNS = 60;
    private static final int ROWS = 15;
    private static final double WIDTH = 720;
    private static final double HEIGHT = 120;
    private static final Duration SHORTEST = Duration.ofHours(1);

    /// A place of the drawing, in its units; heights of what failed, of what was not known, of what passed.
    public record Column(
            double x,
            double width,
            double failY,
            double fail,
            double unknownY,
            double unknown,
            double passY,
            double pass) {}

    /// @param at when the column ended
    public record Row(When at, int fail, int unknown, int pass) {}

    private record Count(Instant at, int fail, int unknown, int pass) {

        int all() {
            return fail + unknown + pass;
        }
    }

    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /// @param turns oldest first
    static Chart of(List<Turn> turns, Instant now) {
        if (turns.isEmpty()) {
            return new Chart(List.of(), List.of(), 0, When.of(now, now), When.of(now, now));
        }
        Instant first = turns.getFirst().at();
        Duration whole = Duration.between(first, now);
        Instant from = whole.compareTo(SHORTEST) < 0 ? now.minus(SHORTEST) : first;
        List<Count> counts = counts(turns, from, now);
        int most = counts.stream().mapToInt(Count::all).max().orElse(1);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            columns.add(column(i, counts.get(i), Math.max(1, most)));
        }
        return new Chart(columns, rows(counts, now), most, When.of(from, now), When.of(now, now));
    }

    private static List<Count> counts(List<Turn> turns, Instant from, Instant now) {
        record Place(Object control, Object subject, Object vantage) {}
        Map<Place, State> known = new HashMap<>();
        List<Count> counts = new ArrayList<>();
        long step = Math.max(1, Duration.between(from, now).toMillis() / COLUMNS);
        int next = 0;
        for (int i = 1; i <= COLUMNS; i++) {
            Instant end = i == COLUMNS ? now : from.plusMillis(step * i);
            for (; next < turns.size() && !turns.get(next).at().isAfter(end); next++) {
                Turn turn = turns.get(next);
                known.put(new Place(turn.control(), turn.of(), turn.vantage()), turn.after());
            }
            Map<State, Integer> by = new EnumMap<>(State.class);
            known.values().forEach(state -> by.merge(state, 1, Integer::sum));
            counts.add(new Count(
                    end,
                    by.getOrDefault(State.FAIL, 0),
                    by.getOrDefault(State.UNKNOWN, 0),
                    by.getOrDefault(State.PASS, 0)));
        }
        return counts;
    }

    private static Column column(int place, Count count, int most) {
        double slot = WIDTH / COLUMNS;
        double unit = HEIGHT / most;
        double fail = round(count.fail() * unit);
        double unknown = round(count.unknown() * unit);
        double pass = round(count.pass() * unit);
        double failY = round(HEIGHT - fail);
        double unknownY = round(failY - unknown);
        return new Column(round(place * slot), slot - 2, failY, fail, unknownY, unknown, round(unknownY - pass), pass);
    }

    private static double round(double number) {
        return Math.round(number * 100) / 100.0;
    }

    /// Only where something changed, the newest of them.
    private static List<Row> rows(List<Count> counts, Instant now) {
        List<Row> rows = new ArrayList<>();
        for (int i = counts.size() - 1; i >= 0 && rows.size() < ROWS; i--) {
            Count count = counts.get(i);
            Count before = i == 0 ? null : counts.get(i - 1);
            boolean same = before != null
                    && before.fail() == count.fail()
                    && before.unknown() == count.unknown()
                    && before.pass() == count.pass();
            if (!same) {
                rows.add(new Row(When.of(count.at(), now), count.fail(), count.unknown(), count.pass()));
            }
        }
        return rows;
    }
}
