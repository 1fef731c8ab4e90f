package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictJsonTest {

    private static final int LARGEST_ENTRY = 65_535;
    private static final Instant AT = Instant.parse("2026-11-24T08:00:00Z");
    private static final List<Severity> SEVERITIES = List.of(Severity.values());
    private static final Row ROW = Row.of("tls.hsts", "browsers stay on HTTPS", Severity.HIGH, Vantage.WIRE);

    private static Verdict fail(int count, String text) {
        return new Verdict.Fail(Collections.nCopies(count, new Deviation(Severity.HIGH, text, text, text, text)));
    }

    /// The largest that everything around a verdict can be.
    private static byte[] entry(Verdict verdict) {
        Subject subject = Subject.of("https://example.com/" + "\u20ac".repeat(2_000));
        return ObservationEvent.assessed(
                        "evt_1",
                        new Assessment(ROW, subject, verdict, AT, Duration.ZERO, null),
                        "sha256:" + "a".repeat(64),
                        "\u0001".repeat(2_048))
                .toJson();
    }

    private static Verdict readBack(byte[] entry) {
        SortedMap<String, Json> details = Event.fromJson(entry).details().members();
        return VerdictJson.read(details);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u0001", "\u20ac", "\ud83d\ude00", "\ud83d", "\ude00", "\"", "\u2028"})
    void huge_verdict_fits_into_an_entry_and_reads_back(String character) {
        String text = character.repeat(100_000);
        for (Verdict verdict : List.of(
                fail(10_000, text),
                fail(1, text),
                new Verdict.Unknown(text, text),
                new Verdict.Pass(text),
                new Verdict.NotApplicable(text))) {
            byte[] entry = entry(verdict);
            assertThat(entry).hasSizeLessThanOrEqualTo(LARGEST_ENTRY);
            assertThat(readBack(entry).state()).isEqualTo(verdict.state());
        }
    }

    @Test
    void number_of_deviations_is_kept_where_they_are_not() {
        SortedMap<String, Json> details =
                Event.fromJson(entry(fail(10_000, "x"))).details().members();
        assertThat(details.get("deviates")).isEqualTo(Json.of(10_000));
    }

    @Test
    void any_short_verdict_reads_back_as_it_was() {
        Random random = new Random(20_261_124);
        for (int i = 0; i < 2_000; i++) {
            Verdict verdict = any(random);
            assertThat(readBack(entry(verdict))).isEqualTo(verdict);
        }
    }

    private static Verdict any(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Verdict.Pass(text(random));
            case 1 -> new Verdict.NotApplicable(text(random));
            case 2 -> new Verdict.Unknown(text(random), text(random));
            default -> {
                List<Deviation> deviations = new ArrayList<>();
                for (int n = random.nextInt(12); n >= 0; n--) {
                    deviations.add(new Deviation(
                            SEVERITIES.get(random.nextInt(SEVERITIES.size())),
                            text(random),
                            text(random),
                            text(random),
                            text(random)));
                }
                yield new Verdict.Fail(deviations);
            }
        };
    }

    /// Of code points of all planes, without halves of pairs.
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(60); n > 0; n--) {
            int point = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }
}
