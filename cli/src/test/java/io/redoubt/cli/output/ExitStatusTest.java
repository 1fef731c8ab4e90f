package io.redoubt.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Assessment;
import io.redoubt.control.Deviation;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.control.Waiver;
import io.redoubt.control.Waivers;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {

    /// Verdicts are `STATE`, `STATE:severity`, and `waived:STATE:severity`.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            verdicts                          | fail-on  | status
            pass                              | low      | 0
            not-applicable                    | low      | 0
            pass fail:low                     | low      | 1
            pass fail:low                     | medium   | 0
            pass fail:high                    | high     | 1
            pass fail:high                    | critical | 0
            pass fail:critical                | critical | 1
            pass unknown:high                 | low      | 3
            pass unknown:high                 | high     | 3
            pass unknown:high                 | critical | 0
            unknown:high fail:high            | high     | 1
            unknown:high fail:low             | high     | 3
            pass waived:fail:critical         | low      | 0
            waived:fail:critical              | low      | 0
            pass waived:unknown:critical      | low      | 0
            waived:fail:high fail:low         | low      | 1
            waived:fail:high unknown:low      | low      | 3
            ''                                | low      | 3
            unknown:low                       | critical | 3
            waived:unknown:low                | low      | 0
            """, useHeadersInDisplayName = true)
    void verdicts_and_threshold_decide_the_status(String verdicts, String failOn, int status) {
        List<Assessment> assessments = Arrays.stream(verdicts.split(" ", -1))
                .filter(text -> !text.isEmpty())
                .map(ExitStatusTest::assessment)
                .toList();

        assertThat(ExitStatus.of(assessments, severity(failOn)).code()).isEqualTo(status);
    }

    private static Assessment assessment(String text) {
        String[] parts = text.replaceFirst("^waived:", "").split(":", -1);
        Severity severity = parts.length > 1 ? severity(parts[1]) : Severity.LOW;
        Verdict verdict = switch (parts[0]) {
            case "pass" -> new Pass("seen");
            case "not-applicable" -> new NotApplicable("nothing there");
            case "unknown" -> new Unknown("why", "");
            default -> new Fail(List.of(new Deviation(severity, "bad", "good", "bad", "mend")));
        };
        Row row = Row.of("tls.hsts", "it holds", severity, Vantage.WIRE);
        Waiver waiver = new Waiver(row.id(), null, "kim", "why", LocalDate.parse("2026-12-31"));
        return new Waivers(text.startsWith("waived:") ? List.of(waiver) : List.of())
                .applyTo(List.of(Reports.assessment(row, Reports.SHOP, verdict)), Reports.AT)
                .getFirst();
    }

    private static Severity severity(String text) {
        return Severity.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
