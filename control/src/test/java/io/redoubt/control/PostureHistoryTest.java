package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.PostureHistory.RoundScope;
import io.redoubt.ledger.Ed25519Signer;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerOptions;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Store;
import io.redoubt.store.VersionRecorder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostureHistoryTest {

    private static final Instant T1 = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant T2 = T1.plus(Duration.ofHours(1));
    private static final Instant T3 = T2.plus(Duration.ofHours(1));
    private static final String SHOP = "https://shop.example.com";
    private static final String OLD = "https://old.example.com";
    private static final Verdict PASS = new Verdict.Pass("good");
    private static final Verdict FAIL =
            new Verdict.Fail(List.of(new Deviation(Severity.HIGH, "is bad", "good", "bad", "mend it")));
    private static final Set<Vantage> EVERYWHERE = Set.of(Vantage.values());

    @TempDir
    Path directory;

    private DataDirectory data;
    private Store store;
    private Ledger ledger;
    private PostureHistory history;

    @BeforeEach
    void open() {
        data = DataDirectory.openOrCreate(directory.resolve("shop"));
        KeyFile key = new KeyFile(directory.resolve("root.key"), new SecureRandom());
        store = Store.open(data, key, VersionRecorder.none(), InstantSource.fixed(T1), new SecureRandom());
        openLedger(data.ledger());
    }

    private void openLedger(Path path) {
        // The key of RFC 8032, section 7.1, test 1.
        ledger = Ledger.open(
                path,
                LedgerStream.EVIDENCE,
                Ed25519Signer.of(
                        HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
                        HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")),
                InstantSource.fixed(T1),
                LedgerOptions.named("shop/web-1"));
        history = new PostureHistory(store, ledger, "web-1", new TimeOrderedId("evt", new SecureRandom()));
    }

    @AfterEach
    void close() {
        ledger.close();
        store.close();
        data.close();
    }

    private static TextControl control(String id, String... subjects) {
        return TextControl.of(id, _ -> "good", subjects);
    }

    private static Assessment assessment(TextControl control, String subject, Verdict verdict, Instant at) {
        return new Assessment(control.row(), Subject.of(subject), verdict, at, Duration.ZERO, null);
    }

    private static RoundScope all(Control<?>... controls) {
        return new RoundScope(List.of(controls), EVERYWHERE, _ -> true);
    }

    private void record(RoundScope scope, Instant now, Assessment... round) {
        history.record(List.of(round), scope, "sha256:aa", "user:kim", now);
    }

    private Standing only() {
        assertThat(history.standings()).hasSize(1);
        return history.standings().getFirst();
    }

    @Test
    void recorded_round_shows() {
        TextControl hsts = control("tls.hsts", SHOP);
        record(all(hsts), T1, assessment(hsts, SHOP, FAIL, T1));
        assertThat(only())
                .isEqualTo(new Standing(
                        hsts.row().id(), Subject.of(SHOP), Vantage.WIRE, Standing.State.FAIL, FAIL, T1, T1));
        assertThat(ledger.checkpoint().size()).isOne();
    }

    @Test
    void same_verdict_keeps_since_and_other_one_is_a_turn() {
        TextControl hsts = control("tls.hsts", SHOP);
        record(all(hsts), T1, assessment(hsts, SHOP, PASS, T1));
        record(all(hsts), T2, assessment(hsts, SHOP, PASS, T2));
        assertThat(only().since()).isEqualTo(T1);
        assertThat(only().at()).isEqualTo(T2);
        record(all(hsts), T3, assessment(hsts, SHOP, FAIL, T3));
        assertThat(only().since()).isEqualTo(T3);
        assertThat(history.turns(T1)).extracting(Turn::isDrift).containsExactly(false, true);
        assertThat(history.turns(T2))
                .containsExactly(new Turn(
                        hsts.row().id(), Subject.of(SHOP), Vantage.WIRE, Standing.State.PASS, Standing.State.FAIL, T3));
    }

    @Test
    void subject_that_left_is_retired_once_with_its_last_verdict_and_comes_back() {
        TextControl before = control("tls.hsts", OLD);
        TextControl after = control("tls.hsts");
        record(all(before), T1, assessment(before, OLD, FAIL, T1));
        record(all(after), T2);
        assertThat(only().state()).isEqualTo(Standing.State.RETIRED);
        assertThat(only().verdict()).isEqualTo(FAIL);
        assertThat(only().since()).isEqualTo(T2);
        record(all(after), T3);
        assertThat(ledger.checkpoint().size()).isEqualTo(2);
        record(all(before), T3, assessment(before, OLD, PASS, T3));
        assertThat(only().state()).isEqualTo(Standing.State.PASS);
        assertThat(history.turns(T3)).extracting(Turn::isDrift).containsExactly(false);
    }

    @Test
    void subject_that_was_not_asked_about_is_not_retired() {
        TextControl hsts = control("tls.hsts", SHOP);
        record(all(hsts), T1, assessment(hsts, SHOP, FAIL, T1));
        record(new RoundScope(List.of(), EVERYWHERE, id -> id.section().equals("data")), T2);
        record(new RoundScope(List.of(), Set.of(Vantage.HOST), _ -> true), T2);
        assertThat(only().state()).isEqualTo(Standing.State.FAIL);
        record(
                new RoundScope(
                        List.of(), Set.of(Vantage.WIRE), id -> id.section().equals("tls")),
                T2);
        assertThat(only().state()).isEqualTo(Standing.State.RETIRED);
    }

    @Test
    void control_that_cannot_name_its_subjects_retires_none_and_shows_as_itself() {
        TextControl hsts = control("tls.hsts", SHOP);
        record(all(hsts), T1, assessment(hsts, SHOP, FAIL, T1));
        Control<String> broken = new Broken(hsts.row());
        Assessment itself = assessment(hsts, "control:tls.hsts", new Verdict.Unknown("broke", ""), T2);
        record(all(broken), T2, itself);
        record(all(broken), T3, assessment(hsts, "control:tls.hsts", new Verdict.Unknown("broke", ""), T3));
        assertThat(history.standings())
                .extracting(Standing::state)
                .containsExactly(Standing.State.UNKNOWN, Standing.State.FAIL);
        assertThat(Posture.of(List.of(broken), history.standings(), Waivers.none(), _ -> Duration.ofHours(1), T3)
                        .assessments())
                .extracting(Assessment::verdict)
                .containsExactly(new Verdict.Unknown("broke", ""));
    }

    private record Broken(Row row) implements Control<String> {
        @Override
        public List<Subject> subjects() {
            throw new IllegalStateException("planted");
        }

        @Override
        public Reading<String> read(Subject subject) {
            throw new IllegalStateException("planted");
        }

        @Override
        public Verdict judge(Reading<String> reading) {
            throw new IllegalStateException("planted");
        }
    }

    @Test
    void subject_whose_name_no_entry_holds_is_refused_alone_and_the_rest_is_recorded() {
        String longest = SHOP + "/" + "a".repeat(2_048 - SHOP.length() - 1);
        TextControl control = control("tls.hsts", longest, longest + "a", OLD);
        List<Assessment> round = new Assessor(InstantSource.fixed(T1), Limits.defaults())
                .assess(List.of(control), EVERYWHERE, AssessmentListener.SILENT);
        assertThat(history.record(round, all(control), "d1", "user:kim", T1)).isEqualTo(3);
        assertThat(history.standings())
                .extracting(Standing::state)
                .containsExactly(Standing.State.PASS, Standing.State.PASS, Standing.State.UNKNOWN);
        assertThat(history.standings().getLast().subject().toString()).startsWith("subject:sha256:");
        assertThat(((Verdict.Unknown) history.standings().getLast().verdict()).why())
                .isEqualTo("its name has 2,049 characters, and 2,048 are the most: " + longest.substring(0, 80) + "…");
        assertThat(history.record(round, all(control), "d1", "user:kim", T2)).isEqualTo(3);
    }

    @Test
    void what_a_crash_left_in_the_ledger_alone_is_applied_once() {
        TextControl hsts = control("tls.hsts", SHOP);
        record(all(hsts), T1, assessment(hsts, SHOP, PASS, T1));
        ledger.append(ObservationEvent.assessed("evt_1", assessment(hsts, SHOP, FAIL, T2), "sha256:aa", "user:kim"));
        assertThat(only().state()).isEqualTo(Standing.State.PASS);
        history.catchUp();
        history.catchUp();
        assertThat(only().state()).isEqualTo(Standing.State.FAIL);
        assertThat(history.turns(T1)).hasSize(2);
    }

    @Test
    void rebuilt_posture_is_the_same() {
        TextControl hsts = control("tls.hsts", SHOP, OLD);
        TextControl one = control("tls.hsts", SHOP);
        record(all(hsts), T1, assessment(hsts, SHOP, PASS, T1), assessment(hsts, OLD, FAIL, T1));
        record(all(one), T2, assessment(hsts, SHOP, FAIL, T2));
        List<Standing> standings = history.standings();
        List<Turn> turns = history.turns(Instant.EPOCH);
        history.rebuild();
        assertThat(history.standings()).isEqualTo(standings).hasSize(2);
        assertThat(history.turns(Instant.EPOCH)).isEqualTo(turns).hasSize(4);
    }

    @Test
    void shorter_ledger_is_refused_with_the_mend() {
        TextControl hsts = control("tls.hsts", SHOP);
        record(all(hsts), T1, assessment(hsts, SHOP, PASS, T1));
        ledger.close();
        openLedger(directory.resolve("another"));
        assertThatThrownBy(history::catchUp)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("holds 0 entries")
                .hasMessageContaining("has seen 1")
                .hasMessageContaining("backup");
    }

    /// What servers answer decides how long a verdict is: 200 of these have more bytes than one commit takes.
    @Test
    void round_of_more_than_one_commit_takes_is_recorded() {
        TextControl hsts = control("tls.hsts");
        String text = "\u0001".repeat(1_000);
        Verdict large = new Verdict.Fail(Collections.nCopies(12, new Deviation(Severity.HIGH, text, text, text, text)));
        List<Assessment> round = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            round.add(assessment(hsts, SHOP + "/" + i, large, T1));
        }
        RoundScope scope = new RoundScope(List.of(), EVERYWHERE, _ -> false);
        assertThat(history.record(round, scope, "sha256:aa", "user:kim", T1)).isEqualTo(200);
        assertThat(ledger.checkpoint().size()).isEqualTo(200);
        assertThat(history.standings()).hasSize(200);
    }
}
