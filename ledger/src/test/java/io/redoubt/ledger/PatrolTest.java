package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found when, by audits that read a part.
class PatrolTest {

    @TempDir
    private Path directory;

    private List<Path> segments(Fixture fixture) throws IOException {
        try (Stream<Path> files = Files.list(fixture.stream())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static void flip(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        // In the first entry behind the checkpoint that a segment begins with.
        bytes[300] ^= 1;
        Files.write(segment, bytes);
    }

    @Test
    void first_patrol_reads_all_and_later_ones_a_part() {
        Fixture fixture = Fixture.filled(directory, 100);
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.patrol(List.of()).lookedAt()).isEqualTo(100);
            fixture.append(ledger, 100, 103);
            Patrol second = ledger.patrol(List.of());
            assertThat(second.audit().intact()).isTrue();
            assertThat(second.audit().size()).isEqualTo(103);
            assertThat(second.lookedAt()).isBetween(3L, 60L);
        }
    }

    @Test
    void flipped_bit_in_what_is_new_is_found_at_once() throws IOException {
        Fixture fixture = Fixture.filled(directory, 100);
        try (Ledger ledger = fixture.open()) {
            ledger.patrol(List.of());
            fixture.append(ledger, 100, 130);
            flip(segments(fixture).getLast());
            assertThat(ledger.patrol(List.of()).audit().findings()).isNotEmpty();
        }
    }

    @Test
    void flipped_bit_in_an_old_segment_is_found_within_as_many_patrols_as_there_are_segments() throws IOException {
        int count;
        List<Integer> found = new ArrayList<>();
        for (int damaged = 0; ; damaged++) {
            Path place = directory.resolve("at-" + damaged);
            Fixture fixture = Fixture.filled(place, 100);
            count = segments(fixture).size();
            if (damaged == count) {
                break;
            }
            try (Ledger ledger = fixture.open()) {
                ledger.patrol(List.of());
                flip(segments(fixture).get(damaged));
                int looks = 1;
                while (ledger.patrol(List.of()).audit().intact()) {
                    looks++;
                    assertThat(looks).as("segment %d of %d", damaged, count).isLessThanOrEqualTo(count);
                }
                found.add(looks);
                Patrol full = ledger.patrol(List.of());
                if (looks > 1) {
                    // The memory is not moved on by what was found.
                    assertThat(full.audit().intact()).isFalse();
                }
            }
        }
        assertThat(found).hasSize(count).contains(1).anyMatch(looks -> looks > 1);
    }

    @Test
    void missing_segment_is_found_at_once() throws IOException {
        for (int gone : new int[] {0, 2}) {
            Fixture fixture = Fixture.filled(directory.resolve("gone-" + gone), 100);
            try (Ledger ledger = fixture.open()) {
                ledger.patrol(List.of());
                Files.delete(segments(fixture).get(gone));
                assertThat(ledger.patrol(List.of()).audit().findings())
                        .anyMatch(finding -> finding.kind() == Finding.Kind.MISSING);
            }
        }
    }

    @Test
    void dropped_segments_that_the_ledger_tells_of_are_no_finding() {
        Fixture fixture = Fixture.filled(directory, 100);
        try (Ledger ledger = fixture.open()) {
            ledger.patrol(List.of());
            long kept = ledger.dropBefore(Fixture.event(50).at());
            assertThat(kept).isPositive();
            for (int i = 0; i < 10; i++) {
                assertThat(ledger.patrol(List.of()).audit().findings()).isEmpty();
            }
        }
    }

    @Test
    void stream_cut_back_below_what_an_audit_has_seen_is_found_without_a_witness() throws IOException {
        Fixture fixture = Fixture.filled(directory.resolve("cut"), 60);
        Path older = directory.resolve("older");
        copy(fixture.stream(), older);
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 60, 100);
            ledger.patrol(List.of());
        }
        Path audited = fixture.stream().resolve("audited");
        byte[] memory = Files.readAllBytes(audited);
        delete(fixture.stream());
        copy(older, fixture.stream());
        Files.write(audited, memory);
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.patrol(List.of()).audit().findings())
                    .extracting(Finding::kind)
                    .containsExactly(Finding.Kind.ROLLED_BACK);
            assertThat(ledger.patrol(List.of()).audit().intact()).isFalse();
        }
    }

    @Test
    void memory_that_nobody_signed_or_that_is_a_checkpoint_is_not_believed() throws IOException {
        Fixture fixture = Fixture.filled(directory, 100);
        Path audited = fixture.stream().resolve("audited");
        try (Ledger ledger = fixture.open()) {
            Files.copy(fixture.stream().resolve("head"), audited);
            assertThat(ledger.patrol(List.of()).lookedAt()).isEqualTo(100);
            byte[] bytes = Files.readAllBytes(audited);
            bytes[40] ^= 1;
            Files.write(audited, bytes);
            assertThat(ledger.patrol(List.of()).lookedAt()).isEqualTo(100);
            assertThat(ledger.patrol(List.of()).lookedAt()).isLessThan(100);
        }
    }

    @Test
    void checkpoint_from_elsewhere_is_compared_by_a_proof() {
        Fixture fixture = Fixture.filled(directory.resolve("one"), 100);
        Checkpoint other = Other.checkpoint(directory.resolve("two"), 50);
        try (Ledger ledger = fixture.open()) {
            Checkpoint newest = ledger.checkpoint();
            ledger.patrol(List.of());
            assertThat(ledger.patrol(List.of(newest)).audit().tail()).isEqualTo(new Audit.Tail.Proven());
            fixture.append(ledger, 100, 101);
            assertThat(ledger.patrol(List.of(newest)).audit().tail()).isEqualTo(new Audit.Tail.Unproven(100));
            assertThat(ledger.patrol(List.of(other)).audit().findings())
                    .extracting(Finding::kind)
                    .containsExactly(Finding.Kind.FORKED);
        }
    }

    /// Another past, signed by the same key.
    static final class Other {
        private Other() {}

        static Checkpoint checkpoint(Path directory, int events) {
            Fixture fixture = new Fixture(directory);
            try (Ledger ledger = fixture.open()) {
                fixture.append(ledger, 1_000, 1_000 + events);
                return ledger.checkpoint();
            }
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
