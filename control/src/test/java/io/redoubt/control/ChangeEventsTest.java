package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.SecretBytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a change fits into an entry, however large its plan is.
class ChangeEventsTest {

    private static final int LARGEST_ENTRY = 65_535;
    private static final Approval APPROVAL =
            new Approval("kim", "sha256:" + "0".repeat(64), ChangeFixture.NOW, Duration.ofMinutes(10));
    private static final Holder HOLDER = new Holder("5c0f6bd2-7c1e-4d0e-8f5f-0f6a4d1c2b3a", 4_711, "123456");

    private static Plan plan(int mends, int facts, String summary) {
        TreeMap<String, String> paths = new TreeMap<>();
        for (int i = 0; i < facts; i++) {
            paths.put("/etc/nginx/conf.d/%05d.conf".formatted(i), "sha256:" + "a".repeat(64));
        }
        Mended mended = new Mended(DoorRemedy.CONTROL, DoorRemedy.SUBJECT, List.of("is open"), List.of());
        return new Plan(
                "door",
                Collections.nCopies(mends, mended),
                "file:///door",
                summary,
                "-open\n+shut",
                List.of(),
                "by looking at it",
                "by opening it",
                paths,
                SecretBytes.ofUtf8("open"));
    }

    private static Event told(Plan plan, ChangeState state) {
        return ChangeEvents.of(
                new Change("chg_1", 1, "web-1", plan, state, ChangeFixture.NOW, ChangeFixture.NOW), "user:kim");
    }

    private static SortedMap<String, Json> details(Event event) {
        return Event.fromJson(event.toJson()).details().members();
    }

    private static Json digest(Json value, int count) {
        return Json.of(Map.of(
                "bytes", Json.of(value.toBytes().length),
                "count", Json.of(count),
                "sha256", Json.of(Plan.sha256(value.toBytes()))));
    }

    @Test
    void facts_that_no_entry_holds_are_told_by_their_digest() {
        Plan plan = plan(1, 700, "shut the door");
        SortedMap<String, Json> details = details(told(plan, new ChangeState.Planned()));
        assertThat(details)
                .doesNotContainKey("facts")
                .containsEntry("facts-digest", digest(PlanJson.facts(plan.facts()), 700));
        assertThat(details)
                .containsEntry("summary", Json.of("shut the door"))
                .containsEntry("mends", Json.texts(List.of("tls.minimum-version https://shop.example.com")))
                .containsEntry("plan", Json.of(plan.digest()));
    }

    @Test
    void facts_that_an_entry_holds_are_told_themselves() {
        Plan plan = plan(1, 500, "shut the door");
        assertThat(details(told(plan, new ChangeState.Planned()))).containsEntry("facts", PlanJson.facts(plan.facts()));
    }

    @Test
    void event_of_every_state_fits_whatever_the_plan_is() {
        String text = "\u0001".repeat(100_000);
        for (ChangeState state : List.of(
                new ChangeState.Planned(),
                new ChangeState.Approved(APPROVAL),
                new ChangeState.Intended(APPROVAL, ChangeFixture.NOW, HOLDER),
                new ChangeState.Verified(APPROVAL, ChangeFixture.NOW, HOLDER, text),
                new ChangeState.Failed("kim", text))) {
            Event event = told(plan(5_000, 5_000, text), state);
            assertThat(event.toJson()).hasSizeLessThanOrEqualTo(LARGEST_ENTRY);
            assertThat(details(event)).containsKeys("change", "plan", "remedy", "summary-digest");
        }
    }

    @Test
    void event_that_no_entry_holds_is_refused_with_all_that_would_make_it_true(@TempDir Path directory) {
        try (ChangeFixture fixture = new ChangeFixture(directory)) {
            Event event = new Event(
                    "evt_1",
                    ChangeFixture.NOW,
                    "test.happened",
                    "user:kim",
                    "host:web-1",
                    Map.of("text", Json.of("x".repeat(LARGEST_ENTRY))));
            assertThatThrownBy(() -> fixture.store.inTransaction(t -> {
                        t.outbox().done(ChangeFixture.NODE, LedgerStream.EVIDENCE.directory(), List.of(), 7);
                        new OutboxJournal(ChangeFixture.NODE, () -> {}).record(t, event);
                        return null;
                    }))
                    .isInstanceOf(LedgerException.Refused.class)
                    .hasMessageContaining("an entry has at most 65535 bytes, this one has");
            assertThat(fixture.told()).isEmpty();
            assertThat(fixture.store.<Long>read(
                            t -> t.outbox().drainedTo(ChangeFixture.NODE, LedgerStream.EVIDENCE.directory())))
                    .isZero();
        }
    }
}
