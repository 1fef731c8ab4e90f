package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.tree.CompactRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A stream that was cut back or rewritten with all that vouches for it: only a checkpoint from elsewhere tells.
class RewrittenStreamTest extends TamperedStream {

    @Test
    void stream_cut_back_with_its_checkpoints_shows_only_from_elsewhere() throws IOException {
        Checkpoint witnessed = fixture.audit().checkpoint().orElseThrow();
        cutBack();
        Audit alone = fixture.audit();
        assertThat(alone.findings()).isEmpty();
        assertThat(alone.tail()).isEqualTo(new Audit.Tail.Unproven(0));

        assertThat(fixture.audit(witnessed).findings())
                .extracting(Finding::toString)
                .containsExactly("entries " + alone.size()
                        + " to 99: a checkpoint from elsewhere covers 100 entries; they are not here");
    }

    @Test
    void stream_rewritten_after_cutting_back_is_a_fork() throws IOException {
        Checkpoint witnessed = fixture.audit().checkpoint().orElseThrow();
        cutBack();
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 500, 560);
        }
        Audit audit = fixture.audit(witnessed);
        assertThat(audit.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.FORKED);
            assertThat(finding.last()).isEqualTo(99);
        });
    }

    @Test
    void checkpoint_from_elsewhere_proves_the_tail_as_far_as_it_goes() {
        Checkpoint witnessed = fixture.audit().checkpoint().orElseThrow();
        assertThat(fixture.audit(witnessed).tail()).isEqualTo(new Audit.Tail.Proven());
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 100, 103);
        }
        assertThat(fixture.audit(witnessed).tail()).isEqualTo(new Audit.Tail.Unproven(100));
    }

    @Test
    void checkpoint_of_another_key_proves_nothing() {
        VerifierKey other = new VerifierKey(Fixture.KEY.name(), TestKey.OTHER.publicKey());
        Checkpoint forged = Checkpoint.sign(other, 100, Hash.of(new byte[32]), 1, TestKey.OTHER);
        Audit audit = fixture.audit(forged);
        assertThat(audit.tail()).isEqualTo(new Audit.Tail.Unproven(0));
        assertThat(audit.findings())
                .extracting(Finding::what)
                .containsExactly("the checkpoint from elsewhere is not signed by a known key of this stream");
    }

    @Test
    void stream_rewritten_without_the_key_is_not_opened() throws IOException {
        Content empty = contents(0).getFirst();
        CompactRange range = new CompactRange();
        range.append(Leaf.of(Fixture.event(1)).hash(), CompactRange.NodeSink.NONE);
        VerifierKey other = new VerifierKey(Fixture.KEY.name(), TestKey.OTHER.publicKey());
        Checkpoint forged = Checkpoint.sign(other, 1, Hash.of(range.root()), 1, TestKey.OTHER);
        for (Path file : segments) {
            Files.delete(file);
        }
        Files.delete(fixture.stream().resolve("head"));
        Files.write(segments.getFirst(), framed(List.of(empty, entry(Fixture.event(1)), checkpoint(forged))));
        assertThatThrownBy(fixture::open)
                .isInstanceOf(LedgerException.Damaged.class)
                .hasMessageContaining("not signed by a known key");
    }
}
