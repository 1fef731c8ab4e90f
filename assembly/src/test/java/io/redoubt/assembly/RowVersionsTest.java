package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.TimeOrderedId;
import io.redoubt.ledger.Ed25519Signer;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerOptions;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.RowVersion;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the ledger tells of rows, also when its old entries are dropped.
class RowVersionsTest {

    private static final Instant THEN = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant LATER = THEN.plus(Duration.ofDays(400));

    @TempDir
    Path directory;

    private Ledger evidence;
    private int number;

    @BeforeEach
    void open() {
        HexFormat hex = HexFormat.of();
        evidence = Ledger.open(
                directory,
                LedgerStream.EVIDENCE,
                // RFC 8032, section 7.1, test 1
                Ed25519Signer.of(
                        hex.parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
                        hex.parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")),
                InstantSource.fixed(LATER),
                LedgerOptions.named("shop/web-1").withSegmentBytes(4096));
    }

    @AfterEach
    void close() {
        evidence.close();
    }

    private void tell(String row, long version, Instant at) {
        tell(at, "store.written", Map.of("row", Json.of(row), "version", Json.of(version)));
    }

    private void tell(Instant at, String type, Map<String, Json> details) {
        evidence.append(new Event("evt_" + number++, at, type, "node:web-1", "store:secret", details));
    }

    /// So that what came before is in segments that can be dropped.
    private void muchHappens(Instant at) {
        for (int i = 0; i < 50; i++) {
            tell(at, "test.happened", Map.of("number", Json.of(i)));
        }
    }

    private static RowVersions at(Instant now) {
        return new RowVersions("web-1", new TimeOrderedId("evt", new SecureRandom()), InstantSource.fixed(now));
    }

    private void retain(Instant now) {
        Instant oldest = now.minus(Duration.ofDays(365));
        long before = evidence.first();
        at(now).sayAgain(evidence, oldest);
        assertThat(evidence.dropBefore(oldest)).isGreaterThan(before);
    }

    @Test
    void versions_outlive_the_entries_that_told_them_first() {
        tell("a", 1, THEN);
        tell("a", 2, THEN);
        tell("b", 7, THEN);
        tell("c", 1, THEN);
        tell("c", 0, THEN);
        muchHappens(THEN);
        retain(LATER);
        muchHappens(LATER);
        retain(LATER.plus(Duration.ofDays(400)));
        assertThat(RowVersions.newest(evidence))
                .containsExactlyInAnyOrder(
                        new RowVersion("secret", "a", 2),
                        new RowVersion("secret", "b", 7),
                        new RowVersion("secret", "c", 0));
    }

    @Test
    void version_that_is_said_again_is_not_newer_than_one_that_was_written_meanwhile() {
        tell("a", 1, THEN);
        muchHappens(THEN);
        // Between reading and saying again: index 0 told version 1.
        tell("a", 2, LATER);
        tell(LATER, "store.written", Map.of("row", Json.of("a"), "version", Json.of(1), "told-by", Json.of(0)));
        assertThat(RowVersions.newest(evidence)).containsExactly(new RowVersion("secret", "a", 2));
        retain(LATER);
        assertThat(RowVersions.newest(evidence)).containsExactly(new RowVersion("secret", "a", 2));
    }

    @Test
    void what_recent_entries_tell_is_not_said_again() {
        tell("a", 1, LATER);
        long size = evidence.checkpoint().size();
        at(LATER).sayAgain(evidence, THEN);
        assertThat(evidence.checkpoint().size()).isEqualTo(size);
    }

    @Test
    void rows_of_more_than_one_commit_takes_are_said_again() {
        for (int i = 0; i < 256; i++) {
            tell("x".repeat(20_000) + i, 1, THEN);
        }
        long size = evidence.checkpoint().size();
        at(LATER).sayAgain(evidence, LATER);
        assertThat(evidence.checkpoint().size()).isEqualTo(size + 256);
    }

    @Test
    void row_whose_name_no_entry_holds_is_refused(@TempDir Path other) {
        try (Instance instance = InstanceTest.open(other)) {
            RowVersion row = new RowVersion("secret", "x".repeat(70_000), 1);
            assertThatThrownBy(() -> instance.store().inTransaction(transaction -> {
                        at(THEN).wrote(transaction, row);
                        return null;
                    }))
                    .isInstanceOf(LedgerException.Refused.class);
            assertThat(instance.waiting()).isEmpty();
        }
    }
}
