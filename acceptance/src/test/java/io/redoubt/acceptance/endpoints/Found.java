package io.redoubt.acceptance.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What one run of `redoubt check` found.
///
/// @param status   of the process
/// @param report   as `--format json` writes it
/// @param subjects how many the policy named
record Found(int status, JsonNode report, Duration took, int subjects) {

    /// Nobody waits longer for an endpoint; a second more for a machine that is busy with others.
    private static final Duration LONGEST = Duration.ofSeconds(11);

    private static final List<String> TLS_CONTROLS = List.of(
            "minimum-version",
            "cipher-suites",
            "key-exchange",
            "certificate",
            "renewal",
            "http-redirect",
            "hsts",
            "security-headers",
            "cookies");
    private static final Pattern PORT = Pattern.compile("(?<=:|port )\\d{5}\\b");

    /// All that is not sound, and nothing else: what is not named here has passed.
    void assertExactly(int expectedStatus, String expected) {
        assertThat(text()).isEqualTo(expected);
        assertThat(status).isEqualTo(expectedStatus);
        assertThat(took).isLessThan(LONGEST);
        assertThat(report.get("verdicts")
                                .valueStream()
                                .filter(each -> section(each).equals("tls"))
                                .count()
                        % TLS_CONTROLS.size())
                .isZero();
        assertThat(report.get("verdicts")
                        .valueStream()
                        .map(each -> each.get("subject").stringValue())
                        .distinct()
                        .count())
                .isEqualTo(subjects);
    }

    /// What an endpoint is assessed as that could not be looked at.
    static String everythingUnknown(String why) {
        return TLS_CONTROLS.stream()
                .map(control -> "tls." + control + " UNKNOWN " + why)
                .collect(Collectors.joining("\n"));
    }

    /// Every control says that it could not look, and why.
    ///
    /// @param speaker what each says first
    void assertNothingKnown(String speaker, BiPredicate<String, String> why) {
        assertThat(status).isEqualTo(3);
        assertThat(took).isLessThan(LONGEST);
        assertThat(report.get("verdicts")).hasSize(TLS_CONTROLS.size()).allSatisfy(verdict -> {
            if (!verdict.get("observed").stringValue().equals("no port for plain HTTP is known")) {
                assertThat(verdict.get("verdict").stringValue()).isEqualTo("UNKNOWN");
                assertThat(verdict.get("observed").stringValue())
                        .startsWith(speaker)
                        .satisfies(text -> assertThat(why.test(
                                        verdict.get("control").stringValue().substring(4),
                                        text.substring(speaker.length())))
                                .as(text)
                                .isTrue());
            }
        });
    }

    /// The one of this control.
    JsonNode verdict(String control) {
        return report.get("verdicts")
                .valueStream()
                .filter(each -> each.get("control").stringValue().equals(control))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no verdict of " + control));
    }

    /// A line for each deviation, with its mend, and for each verdict that is neither Pass nor Fail.
    private String text() {
        List<String> lines = new ArrayList<>();
        for (JsonNode verdict : report.get("verdicts")) {
            String where = subjects == 1 ? "" : verdict.get("subject").stringValue() + " ";
            String control = where + verdict.get("control").stringValue();
            String state = verdict.get("verdict").stringValue();
            switch (state) {
                case "PASS" -> {}
                case "FAIL" -> {
                    for (JsonNode deviation : verdict.get("deviations")) {
                        if (!isBeyondThisMachine(verdict, deviation)) {
                            lines.add(control + " FAIL " + line(deviation));
                        }
                    }
                }
                default ->
                    lines.add(control + " " + state + " "
                            + verdict.get("observed").stringValue());
            }
        }
        Matcher ports = PORT.matcher(String.join("\n", lines));
        return ports.replaceAll("PORT");
    }

    private static String line(JsonNode deviation) {
        return deviation.get("severity").stringValue() + ": "
                + deviation.get("summary").stringValue() + " | "
                + deviation
                        .get("mend")
                        .stringValue()
                        .lines()
                        .filter(each -> !each.startsWith("not yet?"))
                        .collect(Collectors.joining(" | "));
    }

    /// Debian 12's OpenSSL knows no ML-KEM; the policy of these tests says so in a waiver.
    private static boolean isBeyondThisMachine(JsonNode verdict, JsonNode deviation) {
        return deviation.get("summary").stringValue().equals("no post-quantum key exchange")
                && verdict.get("waiver").isObject();
    }

    private static String section(JsonNode verdict) {
        return verdict.get("section").stringValue();
    }
}
