package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.Mode;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MenderTest {

    @TempDir
    Path directory;

    ChangeFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ChangeFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void change_is_planned_approved_applied_verified_and_confirmed() throws Exception {
        Change applied = fixture.applied();
        assertThat(applied.state().endsAt()).isEqualTo(ChangeFixture.NOW.plus(Duration.ofMinutes(10)));
        Change kept = fixture.mender.confirm(applied.id(), "kim");
        assertThat(kept.state()).isInstanceOf(ChangeState.Kept.class);
        assertThat(fixture.remedy.door()).isEqualTo("shut");
        assertThat(fixture.told()).containsExactly("planned", "approved", "intended", "applied", "verified", "kept");
        assertThat(applied.id()).matches("chg_[0-9a-hjkmnp-tv-z]{26}");
    }

    @Test
    void plan_touches_nothing_and_asking_again_returns_it() throws Exception {
        Change planned = fixture.planned();
        assertThat(fixture.planned()).isEqualTo(planned);
        assertThat(fixture.remedy.door()).isEqualTo("open");
        assertThat(fixture.told()).containsExactly("planned");
    }

    @Test
    void section_that_only_looks_is_not_changed() throws Exception {
        Change planned = fixture.planned();
        assertThatThrownBy(() -> fixture.another(Mode.VERIFY)
                        .approve(planned.id(), planned.plan().digest(), "kim", null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the section tls only looks")
                .hasMessageContaining("set `tls.mode: enforce`");
    }

    @Test
    void approval_of_another_plan_is_refused() throws Exception {
        Change planned = fixture.planned();
        assertThatThrownBy(() -> fixture.mender.approve(planned.id(), "sha256:00", "kim", null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("approve what it shows");
        assertThat(fixture.state(planned.id())).isEqualTo("planned");
    }

    @Test
    void unapproved_plan_is_not_applied() throws Exception {
        Change planned = fixture.planned();
        assertThatThrownBy(() -> fixture.mender.apply(planned.id(), "kim"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("only what is approved is applied")
                .hasMessageContaining("`redoubt apply " + planned.id() + "`");
        assertThatThrownBy(() -> fixture.mender.abandon(planned.id(), "kim"))
                .hasMessageContaining("only what is conflicted is abandoned")
                .hasMessageContaining("`redoubt undo " + planned.id() + "` takes it back");
        assertThat(fixture.remedy.door()).isEqualTo("open");
    }

    @Test
    void world_that_changed_since_the_plan_is_left_alone() throws Exception {
        Change approved = fixture.approved();
        fixture.remedy.write("bricked up");
        assertThatThrownBy(() -> fixture.mender.apply(approved.id(), "kim"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the door is bricked up");
        assertThat(fixture.state(approved.id())).isEqualTo("withdrawn");
        assertThat(fixture.remedy.done()).isEmpty();
    }

    @Test
    void change_that_is_not_seen_to_work_is_put_back() throws Exception {
        fixture.remedy.mark("stuck");
        Change failed = fixture.applied();
        assertThat(failed.state()).isEqualTo(new ChangeState.Failed("kim", "one can still go in"));
        assertThat(fixture.remedy.door()).isEqualTo("open");
        assertThat(fixture.told()).containsExactly("planned", "approved", "intended", "applied", "reverting", "failed");
    }

    @Test
    void remedy_that_fails_on_its_way_is_put_back() throws Exception {
        fixture.remedy.mark("jammed");
        assertThat(fixture.applied().state()).isEqualTo(new ChangeState.Failed("kim", "the door jams"));
        assertThat(fixture.remedy.door()).isEqualTo("open");
    }

    @Test
    void nothing_is_applied_before_its_intent_is_in_the_ledger() throws Exception {
        Change approved = fixture.approved();
        fixture.drain = () -> {
            throw new IllegalStateException("the ledger is full");
        };
        assertThatThrownBy(() -> fixture.mender.apply(approved.id(), "kim")).hasMessage("the ledger is full");
        assertThat(fixture.remedy.door()).isEqualTo("open");
        fixture.drain = () -> assertThat(fixture.remedy.door()).isEqualTo("open");
        assertThat(fixture.mender.apply(approved.id(), "kim").state()).isInstanceOf(ChangeState.Verified.class);
        assertThat(fixture.remedy.done()).isEqualTo("shut ");
    }

    @Test
    void change_is_applied_once_whoever_asks() throws Exception {
        Change approved = fixture.approved();
        fixture.mender.apply(approved.id(), "kim");
        assertThatThrownBy(() -> fixture.another(Mode.ENFORCE).apply(approved.id(), "lee"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("it works already");
        assertThat(fixture.planned().id()).isEqualTo(approved.id());
        assertThat(fixture.remedy.done()).isEqualTo("shut ");
    }

    @Test
    void move_from_a_state_that_another_process_has_left_is_a_conflict() throws Exception {
        Change planned = fixture.planned();
        ChangeRecords records = new ChangeRecords(
                fixture.store, new OutboxJournal(ChangeFixture.NODE, () -> {}), ChangeFixture.NODE, () -> fixture.now);
        records.advance(planned, new ChangeState.Planned().withdrawn("lee", "no"), "lee");
        assertThatThrownBy(() -> records.advance(planned, new ChangeState.Planned().withdrawn("kim", "no"), "kim"))
                .isInstanceOf(StoreException.Conflict.class);
    }

    @Test
    void lease_ends_on_time_and_not_before() throws Exception {
        Change applied = fixture.applied();
        Reconciler reconciler = fixture.mender.reconciler();
        assertThat(reconciler.run(ChangeFixture.NOW.plusSeconds(599))).isEmpty();
        assertThat(fixture.remedy.door()).isEqualTo("shut");
        fixture.now = ChangeFixture.NOW.plusSeconds(600);
        assertThatThrownBy(() -> fixture.mender.confirm(applied.id(), "kim")).hasMessageContaining("its time was over");
        assertThat(reconciler.run(fixture.now))
                .extracting(outcome -> outcome.change().state())
                .containsExactly(new ChangeState.Expired());
        assertThat(fixture.remedy.door()).isEqualTo("open");
        assertThat(reconciler.run(fixture.now)).isEmpty();
    }

    @Test
    void confirmed_change_stays_and_can_be_undone_later() throws Exception {
        Change applied = fixture.applied();
        fixture.mender.confirm(applied.id(), "kim");
        assertThat(fixture.mender.reconciler().run(ChangeFixture.NOW.plusSeconds(9999)))
                .isEmpty();
        assertThat(fixture.mender.undo(applied.id(), "lee").state()).isEqualTo(new ChangeState.Undone("lee"));
        assertThat(fixture.remedy.door()).isEqualTo("open");
    }

    @Test
    void world_that_is_neither_is_told_and_not_touched() throws Exception {
        Change applied = fixture.applied();
        fixture.remedy.write("bricked up");
        fixture.now = ChangeFixture.NOW.plusSeconds(600);
        assertThat(fixture.mender.reconciler().run(fixture.now))
                .extracting(outcome -> outcome.change().state().text())
                .containsExactly("conflicted");
        assertThat(fixture.remedy.door()).isEqualTo("bricked up");
        fixture.remedy.write("open");
        fixture.mender.reconciler().run(fixture.now);
        assertThat(fixture.state(applied.id())).isEqualTo("expired");
    }

    @Test
    void undo_of_a_world_that_is_neither_touches_nothing_and_can_be_abandoned() throws Exception {
        Change applied = fixture.applied();
        fixture.mender.confirm(applied.id(), "kim");
        fixture.remedy.write("bricked up");
        assertThat(fixture.mender.undo(applied.id(), "kim").state())
                .isInstanceOfSatisfying(
                        ChangeState.Conflicted.class,
                        conflict -> assertThat(conflict.why())
                                .startsWith("the door is bricked up; nothing was touched;")
                                .contains("redoubt undo --abandon " + applied.id()));
        assertThat(fixture.remedy.door()).isEqualTo("bricked up");
        assertThat(fixture.remedy.done()).isEqualTo("shut ");
        assertThat(fixture.mender.abandon(applied.id(), "kim").state()).isInstanceOf(ChangeState.Abandoned.class);
        assertThat(fixture.remedy.door()).isEqualTo("bricked up");
    }

    @Test
    void change_that_somebody_undid_by_hand_is_not_confirmed_and_its_lease_ends_it() throws Exception {
        Change applied = fixture.applied();
        fixture.remedy.write("open");
        assertThatThrownBy(() -> fixture.mender.confirm(applied.id(), "kim"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("it is as it was before")
                .hasMessageContaining("redoubt undo " + applied.id());
        assertThat(fixture.state(applied.id())).isEqualTo("verified");
        fixture.mender.reconciler().run(ChangeFixture.NOW.plusSeconds(600));
        assertThat(fixture.state(applied.id())).isEqualTo("expired");
    }

    @Test
    void world_that_is_neither_is_not_confirmed() throws Exception {
        Change applied = fixture.applied();
        fixture.remedy.write("bricked up");
        assertThatThrownBy(() -> fixture.mender.confirm(applied.id(), "kim"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the door is bricked up");
        assertThat(fixture.state(applied.id())).isEqualTo("verified");
    }

    @Test
    void change_that_works_no_more_is_not_confirmed() throws Exception {
        Change applied = fixture.applied();
        fixture.remedy.mark("stuck");
        assertThatThrownBy(() -> fixture.mender.confirm(applied.id(), "kim"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("one can still go in");
        assertThat(fixture.state(applied.id())).isEqualTo("verified");
    }

    @Test
    void confirmed_change_keeps_what_was_seen_when_it_was_confirmed() throws Exception {
        Change applied = fixture.applied();
        fixture.remedy.mark("watched");
        assertThat(fixture.mender.confirm(applied.id(), "kim").state())
                .isInstanceOfSatisfying(
                        ChangeState.Kept.class,
                        kept -> assertThat(kept.observed()).isEqualTo("the guard lets nobody in"));
        assertThatThrownBy(() -> fixture.mender.confirm(applied.id(), "kim"))
                .hasMessageContaining("redoubt undo " + applied.id());
    }

    @Test
    void undo_that_does_nothing_is_no_undo() throws Exception {
        Change applied = fixture.applied();
        fixture.remedy.mark("welded");
        assertThat(fixture.mender.undo(applied.id(), "kim").state())
                .isInstanceOfSatisfying(
                        ChangeState.Conflicted.class,
                        conflict ->
                                assertThat(conflict.why()).startsWith("it could not be put back: it is not as it was"));
        assertThat(fixture.remedy.door()).isEqualTo("shut");
    }

    /// The door is open as before, and yet the remedy has not come to its end.
    @Test
    void conflict_ends_only_when_the_remedy_has_undone_it() throws Exception {
        Change applied = fixture.applied();
        fixture.remedy.mark("rusted");
        fixture.now = ChangeFixture.NOW.plusSeconds(600);
        Reconciler reconciler = fixture.mender.reconciler();
        reconciler.run(fixture.now);
        assertThat(fixture.remedy.door()).isEqualTo("open");
        Change conflicted = fixture.mender.find(applied.id()).orElseThrow();
        assertThat(conflicted.state())
                .isInstanceOfSatisfying(
                        ChangeState.Conflicted.class,
                        conflict ->
                                assertThat(conflict.why()).startsWith("it could not be put back: the bolt is rusted"));
        // Told again, and recorded once.
        assertThat(reconciler.run(fixture.now))
                .extracting(Reconciler.Outcome::change)
                .containsExactly(conflicted);

        fixture.remedy.write("bricked up");
        fixture.remedy.unmark("rusted");
        assertThat(reconciler.run(fixture.now))
                .extracting(Reconciler.Outcome::change)
                .containsExactly(conflicted);
        assertThat(fixture.remedy.door()).isEqualTo("bricked up");

        fixture.remedy.write("open");
        assertThat(reconciler.run(fixture.now))
                .extracting(outcome -> outcome.change().state())
                .containsExactly(new ChangeState.Expired());
        assertThat(fixture.told()).endsWith("verified", "reverting", "conflicted", "expired");
    }

    @Test
    void conflict_says_what_stands_in_the_way_now() throws Exception {
        Change applied = fixture.applied();
        fixture.remedy.write("bricked up");
        fixture.mender.undo(applied.id(), "kim");
        fixture.remedy.write("open");
        fixture.remedy.mark("rusted");
        fixture.mender.reconciler().run(ChangeFixture.NOW);
        assertThat(fixture.mender.find(applied.id()).orElseThrow().state())
                .isInstanceOfSatisfying(
                        ChangeState.Conflicted.class,
                        conflict ->
                                assertThat(conflict.why()).startsWith("it could not be put back: the bolt is rusted"));
    }

    @Test
    void conflict_can_be_left_as_it_is() throws Exception {
        Change applied = fixture.applied();
        fixture.remedy.write("bricked up");
        fixture.mender.reconciler().run(ChangeFixture.NOW.plusSeconds(600));
        fixture.mender.abandon(applied.id(), "kim");
        assertThat(fixture.state(applied.id())).isEqualTo("abandoned");
        assertThat(fixture.mender.reconciler().run(ChangeFixture.NOW.plusSeconds(601)))
                .isEmpty();
    }

    @Test
    void plan_that_nobody_approves_in_a_day_is_withdrawn() throws Exception {
        Change planned = fixture.planned();
        fixture.mender.reconciler().run(ChangeFixture.NOW.plus(Duration.ofHours(25)));
        assertThat(fixture.state(planned.id())).isEqualTo("withdrawn");
        assertThat(fixture.planned().id()).isNotEqualTo(planned.id());
    }
}
