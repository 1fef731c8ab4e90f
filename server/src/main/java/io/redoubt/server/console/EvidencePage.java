package io.redoubt.server.console;

import io.redoubt.control.Standing.State;
import io.redoubt.ledger.Entry;
import io.redoubt.ledger.Hash;
import io.redoubt.ledger.Json;
import io.redoubt.server.view.Evidence.Proved;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// One entry of the evidence with its proof.
public record EvidencePage(
        Line line, String json, String leaf, List<String> path, long size, String checkpoint, String key) {

    /// An entry in a list.
    ///
    /// @param control empty where it is about none
    public record Line(long index, When at, String type, String actor, String subject, String control, Mark mark) {

        static Line of(Entry entry, Instant now) {
            String verdict = text(entry, "verdict");
            return new Line(
                    entry.index(),
                    When.of(entry.event().at(), now),
                    entry.event().type(),
                    entry.event().actor(),
                    entry.event().subject(),
                    text(entry, "control"),
                    mark(verdict));
        }

        private static Mark mark(String verdict) {
            return switch (verdict) {
                case "FAIL" -> Mark.of(State.FAIL);
                case "UNKNOWN" -> Mark.of(State.UNKNOWN);
                case "PASS" -> Mark.of(State.PASS);
                case "NOT_APPLICABLE" -> Mark.of(State.NOT_APPLICABLE);
                default -> new Mark("none", "", "");
            };
        }

        private static String text(Entry entry, String key) {
            return entry.event().details().members().get(key) instanceof Json.Text(String text) ? text : "";
        }
    }

    static EvidencePage of(Proved proved, Instant now) {
        return new EvidencePage(
                Line.of(proved.entry(), now),
                new String(proved.entry().event().toJson(), StandardCharsets.UTF_8),
                proved.entry().leaf().toString(),
                proved.proof().path().stream().map(Hash::toString).toList(),
                proved.proof().size(),
                proved.checkpoint().toString(),
                proved.key());
    }
}
