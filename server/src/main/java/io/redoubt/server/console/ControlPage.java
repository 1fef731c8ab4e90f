package io.redoubt.server.console;

import io.redoubt.assembly.ControlPages;
import io.redoubt.control.Control;
import io.redoubt.control.Posture.Held;
import io.redoubt.control.Row;
import io.redoubt.control.Turn;
import io.redoubt.ledger.Entry;
import io.redoubt.policy.Durations;
import io.redoubt.server.view.Overview;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// One control: its statement, its verdicts now and over time, and where the evidence stands.
///
/// @param findings    the worst first
/// @param explanation HTML, of this release's own documentation
public record ControlPage(
        String id,
        String title,
        String severity,
        String vantage,
        String every,
        List<Finding> findings,
        List<PosturePage.Change> turns,
        List<EvidencePage.Line> evidence,
        String explanation) {

    private static final int MOST_TURNS = 50;

    /// @param turns of every control, oldest first
    static ControlPage of(Control<?> control, Overview overview, List<Turn> turns, List<Entry> evidence) {
        Instant now = overview.at();
        Row row = control.row();
        List<Turn> own = new ArrayList<>(
                turns.stream().filter(turn -> turn.control().equals(row.id())).toList());
        Collections.reverse(own);
        return new ControlPage(
                row.id().value(),
                row.title(),
                row.severity().text(),
                row.vantage().text(),
                Durations.text(overview.policy().checks().every(row.id())),
                overview.posture().held().stream()
                        .filter(held -> held.assessment().row().id().equals(row.id()))
                        .sorted(Comparator.comparing((Held held) ->
                                        held.assessment().verdict().state())
                                .thenComparing(
                                        held -> held.assessment().subject().toString()))
                        .map(held -> Finding.of(held, now))
                        .toList(),
                own.stream()
                        .limit(MOST_TURNS)
                        .map(turn -> PosturePage.Change.of(turn, now))
                        .toList(),
                evidence.stream().map(entry -> EvidencePage.Line.of(entry, now)).toList(),
                ControlPages.of(row.id()).map(Explanation::html).orElse(""));
    }
}
