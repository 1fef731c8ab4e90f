package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Cut;
import io.redoubt.ledger.Finding;
import io.redoubt.ledger.LedgerStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerIntactControlTest {

    @TempDir
    Path home;

    private OwnInstance own;
    private LedgerIntactControl control;

    @BeforeEach
    void open() throws Exception {
        own = new OwnInstance(home);
        own.happens(3);
        control = new LedgerIntactControl(own.instance.source(Witnesses.none()), OwnInstance.CLOCK);
    }

    @AfterEach
    void close() {
        own.close();
    }

    private Verdict look(String stream) throws Exception {
        return OwnInstance.look(control, "ledger:" + own.instance.node() + "/" + stream);
    }

    private Verdict judge(Audit audit) {
        return control.judge(new Reading<>(
                control.subjects().getFirst(),
                control.row().vantage(),
                OwnInstance.CLOCK.instant(),
                new LedgerSighting(audit, 0, audit.size() - audit.first(), List.of(), List.of())));
    }

    private static Deviation only(Verdict verdict) {
        List<Deviation> deviations = OwnInstance.deviations(verdict);
        assertThat(deviations).hasSize(1);
        assertThat(deviations.getFirst().severity()).isEqualTo(Severity.CRITICAL);
        return deviations.getFirst();
    }

    @Test
    void both_streams_pass_with_an_unproven_tail() throws Exception {
        own.instance.posture().catchUp();
        long size = own.instance.ledger(LedgerStream.EVIDENCE).checkpoint().size();
        assertThat(size).isGreaterThanOrEqualTo(3);
        assertThat(look("evidence"))
                .isEqualTo(new Pass(size + " entries; tail unproven: no checkpoint kept elsewhere"));
        assertThat(look("access")).isInstanceOf(Pass.class);
    }

    @Test
    void flipped_bit_is_named_by_its_entry() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(own.segment().toFile(), "rw")) {
            file.seek(40);
            int before = file.read();
            file.seek(40);
            file.write(before ^ 1);
        }
        assertThat(only(look("evidence")).observed()).startsWith("entry 0: ");
        assertThat(look("access")).isInstanceOf(Pass.class);
    }

    @Test
    void ledger_shorter_than_what_the_store_has_seen_fails() throws Exception {
        own.instance.posture().catchUp();
        long size = own.instance.ledger(LedgerStream.EVIDENCE).checkpoint().size();
        assertThat(look("evidence")).isInstanceOf(Pass.class);
        own.instance.store().inTransaction(transaction -> {
            transaction.posture().skip(own.instance.node(), size);
            return null;
        });
        Deviation deviation = only(look("evidence"));
        assertThat(deviation.summary()).isEqualTo("entries are missing at the end of the ledger");
        assertThat(deviation.expected()).isEqualTo("at least the %d entries that the store has seen", size + 1);
        assertThat(deviation.observed()).isEqualTo(size + " entries");
    }

    @Test
    void many_findings_are_counted_behind_the_first() {
        List<Finding> findings = IntStream.range(0, 52)
                .mapToObj(i -> new Finding(Finding.Kind.ALTERED, i, i, "it is not what was recorded"))
                .toList();
        assertThat(only(judge(new Audit(0, 52, findings, new Audit.Tail.Unproven(0), null, null)))
                        .observed())
                .startsWith("entry 0: it is not what was recorded; entry 1: ")
                .endsWith("; and 2 more");
    }

    @Test
    void what_was_dropped_and_what_will_be_cut_is_told() {
        assertThat(judge(new Audit(4, 9, List.of(), new Audit.Tail.Proven(), null, new Cut(2, 300))))
                .isEqualTo(new Pass("9 entries, the first 4 dropped by retention; behind the last checkpoint 2 entries,"
                        + " 300 bytes, never acknowledged: the next start cuts them; seen elsewhere to its end"));
    }

    @Test
    void store_that_is_closed_cannot_be_looked_at() {
        own.instance.store().close();
        assertThatThrownBy(() -> look("evidence")).isInstanceOf(CannotLookException.class);
    }
}
