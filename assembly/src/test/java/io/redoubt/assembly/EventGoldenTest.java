package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Assessment;
import io.redoubt.control.Deviation;
import io.redoubt.control.PostureHistory;
import io.redoubt.control.Row;
import io.redoubt.control.Severity;
import io.redoubt.control.Subject;
import io.redoubt.control.Vantage;
import io.redoubt.control.Verdict;
import io.redoubt.control.Waiver;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.ProofVerifier;
import io.redoubt.store.RootKeyChange;
import io.redoubt.store.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is recorded, byte for byte, for ever: a later release has to read it. The files in `events` are not made by
/// this program, and `leaves` are their hashes: `(printf '\0'; cat FILE) | sha256sum`.
class EventGoldenTest {

    private static final Path EVENTS = Path.of("src/test/resources/events");
    private static final String ID = "evt_00000000000000000000000001";
    private static final String DIGEST = "sha256:" + "0".repeat(64);
    private static final Row HSTS =
            Row.of("tls.hsts", "the browser is told to use TLS only", Severity.MEDIUM, Vantage.WIRE);

    @TempDir
    private Path home;

    private static Assessment assessment(String host, Verdict verdict, @Nullable Waiver waiver) {
        return new Assessment(
                HSTS,
                Subject.of("https://" + host + ".example.com"),
                verdict,
                OwnInstance.CLOCK.instant(),
                Duration.ZERO,
                waiver);
    }

    private List<Event> recorded() throws IOException {
        Path ledger = Files.createDirectories(home.toRealPath().resolve("data/ledger"));
        Files.setPosixFilePermissions(home.toRealPath().resolve("data"), PosixFilePermissions.fromString("rwx------"));
        Files.writeString(ledger.resolve("node"), "web-1\n");
        Verdict fail = new Verdict.Fail(List.of(new Deviation(
                Severity.LOW, "max-age is 1 d", "at least 365 d — “a year”", "max-age=86400", "line one\nline two")));
        Waiver waiver = new Waiver(HSTS.id(), null, "kim", "soon", LocalDate.parse("2026-12-31"));
        try (OwnInstance own = new OwnInstance(home)) {
            Instance instance = own.instance;
            Policy policy = TestPolicies.read("redoubt: 1\nservice: shop\n");
            assertThat(instance.policies().propose(policy, "kim", "uid:0")).isTrue();
            assertThat(instance.policies().propose(policy, "ada", "uid:1")).isFalse();
            instance.policies().activate(policy, 0, "kim", "uid:0");
            instance.posture()
                    .record(
                            List.of(
                                    assessment("a", new Verdict.Pass("max-age=31536000"), null),
                                    assessment("b", fail, null),
                                    assessment("c", fail, waiver),
                                    assessment("d", new Verdict.Unknown("no answer", "look whether it runs"), null),
                                    assessment("e", new Verdict.NotApplicable("no plain HTTP"), null)),
                            new PostureHistory.RoundScope(
                                    List.of(), Set.of(), id -> id.section().equals("none")),
                            DIGEST,
                            "uid:0",
                            OwnInstance.CLOCK.instant());
            // A round that no subject is in any more.
            instance.posture()
                    .record(
                            List.of(),
                            new PostureHistory.RoundScope(List.of(), Set.of(Vantage.WIRE), _ -> true),
                            DIGEST,
                            "uid:0",
                            OwnInstance.CLOCK.instant());
            instance.store().inTransaction(transaction -> {
                transaction
                        .payloads()
                        .save("hmac-sha256:AAAA", OwnInstance.CLOCK.instant(), SecretBytes.ofUtf8("kim@example.com"));
                return true;
            });
            assertThat(instance.erase("hmac-sha256:AAAA", "uid:0")).isTrue();
            assertThat(instance.erase("hmac-sha256:AAAA", "uid:0")).isFalse();
            instance.changeRootKey(new RootKeyChange.Target.Renewed(), "uid:0", _ -> {});
            return instance.ledger(LedgerStream.EVIDENCE).read(0, 1_000).stream()
                    .map(entry -> entry.event())
                    .toList();
        }
    }

    /// The same, but for what differs each time: the id, and the digest of the policy's text.
    private static String told(Event event) {
        TreeMap<String, Json> details = new TreeMap<>(event.details().members());
        details.computeIfPresent("digest", (_, _) -> Json.of(DIGEST));
        Event same = new Event(ID, event.at(), event.type(), event.actor(), event.subject(), details);
        return new String(same.toJson(), StandardCharsets.UTF_8);
    }

    @Test
    void events_are_written_as_they_always_were() throws IOException {
        List<String> seen = recorded().stream().map(EventGoldenTest::told).toList();
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(EVENTS.resolve("leaves"))) {
            String name = line.substring(66);
            String golden = Files.readString(EVENTS.resolve(name + ".json"));
            assertThat(seen).as(name).contains(golden);
            byte[] leaf = Base64.getDecoder()
                    .decode(ProofVerifier.leaf(golden.getBytes(StandardCharsets.UTF_8))
                            .toString());
            assertThat(HexFormat.of().formatHex(leaf)).isEqualTo(line.substring(0, 64));
            assertThat(told(Event.fromJson(golden.getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(golden);
            names.add(name);
        }
        assertThat(names).hasSize(11);
    }
}
