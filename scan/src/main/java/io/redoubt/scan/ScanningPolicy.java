package io.redoubt.scan;

import io.redoubt.control.Severity;
import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// The section `scanning`.
///
/// @param source    directories, relative to the policy
/// @param running   what is probed while it runs
/// @param failOn    a finding at least this severe fails
/// @param deadlines how soon a finding has to be mended
public record ScanningPolicy(
        List<String> source, List<URI> running, Duration every, Severity failOn, Deadlines deadlines) {

    private static final Key<List<String>> SOURCE = Key.of(
            "source",
            ListType.of(Texts.PATH.like("src")).orSingle(),
            "[\".\"]",
            "directories with source code, beside the policy");
    private static final Key<List<URI>> RUNNING = Key.of(
            "running",
            ListType.of(Urls.of("a URL", "https://staging.example.com", "https", "http"))
                    .orSingle(),
            "[]",
            "what is probed while it runs: URLs of systems that are yours");
    private static final Key<Duration> EVERY = Key.of("every", Durations.TYPE, "1d", "how often");
    private static final Key<Severity> FAIL_ON = Key.of(
            "fail-on",
            ScalarType.words("a severity", Severity.values()),
            "high",
            "a finding at least this severe is a Fail: `critical`, `high`, `medium`, `low`");
    private static final Key<Deadlines> DEADLINES =
            Key.of("deadlines", Deadlines.SHAPE, "{}", "how soon a finding has to be mended");

    public static final Shape<ScanningPolicy> SHAPE = Shape.of(
            "the section scanning",
            List.of(SOURCE, RUNNING, EVERY, FAIL_ON, DEADLINES),
            values -> new ScanningPolicy(
                    values.get(SOURCE),
                    values.get(RUNNING),
                    values.get(EVERY),
                    values.get(FAIL_ON),
                    values.get(DEADLINES)));

    public ScanningPolicy {
        source = List.copyOf(source);
        running = List.copyOf(running);
    }
}
