package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.ledger.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a change is kept in the store: fixed, because a later release has to undo what this one did.
class ChangeGoldenTest {

    private static final Instant ENDS = Instant.parse("2026-11-24T08:10:00Z");
    private static final Holder HOLDER = new Holder("5c0f6bd2-7c1e-4d0e-8f5f-0f6a4d1c2b3a", 4_711, "123456");
    private static final Approval APPROVAL =
            new Approval("kim", "sha256:" + "0".repeat(64), ChangeFixture.NOW, Duration.ofMinutes(10));
    private static final Approval FOR_EVER = new Approval("kim", "sha256:" + "0".repeat(64), ChangeFixture.NOW, null);
    private static final Ending FAILURE = new Ending.DidNotWork("kim", "TLS 1.2 is accepted");

    private static final List<ChangeState> STATES = List.of(
            new ChangeState.Planned(),
            new ChangeState.Withdrawn("kim", "planned anew"),
            new ChangeState.Approved(APPROVAL),
            new ChangeState.Approved(FOR_EVER),
            new ChangeState.Intended(APPROVAL, ENDS, HOLDER),
            new ChangeState.Intended(FOR_EVER, null, HOLDER),
            new ChangeState.Applied(APPROVAL, ENDS, HOLDER),
            new ChangeState.Verified(APPROVAL, ENDS, HOLDER, "TLS 1.3 alone"),
            new ChangeState.Kept(APPROVAL, "kim", "TLS 1.3 alone"),
            new ChangeState.Reverting(APPROVAL, new Ending.ByRequest("kim"), HOLDER),
            new ChangeState.Reverting(APPROVAL, new Ending.LeaseOver(), HOLDER),
            new ChangeState.Reverting(APPROVAL, FAILURE, HOLDER),
            new ChangeState.Conflicted(APPROVAL, FAILURE, HOLDER, "/etc/nginx/nginx.conf was changed by someone else"),
            new ChangeState.Undone("kim"),
            new ChangeState.Expired(),
            new ChangeState.Failed("kim", "nginx is not running"),
            new ChangeState.Abandoned("kim", "it is as it should be"));

    private static String golden(String name) {
        try (InputStream in = ChangeGoldenTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Json json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void every_state_is_kept_as_ever() {
        assertThat(STATES.stream().map(state -> text(StateJson.of(state))))
                .containsExactlyElementsOf(golden("change-states.jsonl").lines().toList());
        assertThat(STATES.stream().map(Object::getClass).distinct())
                .hasSize(ChangeState.class.getPermittedSubclasses().length);
    }

    @Test
    void every_state_that_was_kept_is_read() {
        assertThat(golden("change-states.jsonl")
                        .lines()
                        .map(line -> StateJson.read(Fields.of(Json.ofBytes(line.getBytes(StandardCharsets.UTF_8))))))
                .containsExactlyElementsOf(STATES);
    }

    @Test
    void body_is_kept_as_ever(@TempDir Path directory) throws Exception {
        try (ChangeFixture fixture = new ChangeFixture(directory)) {
            String id = fixture.planned().id();
            byte[] body = fixture.store
                    .read(t -> t.changes().find(id).orElseThrow())
                    .body()
                    .reveal();
            assertThat(new String(body, StandardCharsets.UTF_8))
                    .isEqualTo(golden("change-body.json").strip());
        }
    }
}
