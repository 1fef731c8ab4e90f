package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.policy.Mode;
import io.redoubt.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `kill -9` in each state of a change; then another process starts.
class KilledMenderTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # killed at,            state then, door then, done in all, state after the lease, door, done in all
                    planned,                planned,    open,      '',          planned,               open, ''
                    approved,               approved,   open,      '',          approved,              open, ''
                    'intended, not settled',verified,   shut,      'shut ',     expired,               open, 'shut open '
                    intended,               verified,   shut,      'shut ',     expired,               open, 'shut open '
                    half applied,           verified,   shut,      'shut ',     expired,               open, 'shut open '
                    'applied, not said',    verified,   shut,      'shut ',     expired,               open, 'shut open '
                    applied,                verified,   shut,      'shut ',     expired,               open, 'shut open '
                    verified,               verified,   shut,      'shut ',     expired,               open, 'shut open '
                    kept,                   kept,       shut,      'shut ',     kept,                  shut, 'shut '
                    reverting,              undone,     open,      'shut open ',undone,                open, 'shut open '
                    half undone,            undone,     open,      'shut open ',undone,                open, 'shut open '
                    'undone, not said',     undone,     open,      'shut open ',undone,                open, 'shut open '
                    undone,                 undone,     open,      'shut open ',undone,                open, 'shut open '
                    expired,                expired,    open,      'shut open ',expired,               open, 'shut open '
                    failed,                 failed,     open,      'shut open ',failed,                open, 'shut open '
                    conflicted,             conflicted, shut,      'shut ',     conflicted,            shut, 'shut '
                    'conflicted, as before',conflicted, open,      'shut open ',conflicted,            open, 'shut open '
                    abandoned,              abandoned,  shut,      'shut ',     abandoned,             shut, 'shut '
                    withdrawn,              withdrawn,  open,      '',          withdrawn,             open, ''
                    """)
    void killed_process_leaves_what_the_next_one_reconciles(
            String point, String state, String door, String done, String last, String lastDoor, String allDone)
            throws Exception {
        killAt(point);
        try (ChangeFixture fixture = new ChangeFixture(directory, Mode.ENFORCE, _ -> {})) {
            fixture.mender.reconciler().run(ChangeFixture.NOW);
            Change change = fixture.mender.latest(1).getFirst();
            assertThat(List.of(change.state().text(), fixture.remedy.door(), fixture.remedy.done()))
                    .containsExactly(state, door, done);
            // It moves no further; only what needs a decision is told again.
            assertThat(fixture.mender.reconciler().run(ChangeFixture.NOW))
                    .allSatisfy(again -> assertThat(again.change().state())
                            .isEqualTo(change.state())
                            .isInstanceOf(ChangeState.Conflicted.class));

            fixture.now = ChangeFixture.NOW.plus(Mender.INTERACTIVE_LEASE);
            fixture.mender.reconciler().run(fixture.now);
            assertThat(List.of(fixture.state(change.id()), fixture.remedy.door(), fixture.remedy.done()))
                    .containsExactly(last, lastDoor, allDone);
        }
    }

    @ParameterizedTest
    @CsvSource({"'intended, not settled', ''", "half applied, 'open '", "applied, 'shut open '"})
    void lease_that_ended_while_nobody_was_there_is_undone_and_not_finished(String point, String done)
            throws Exception {
        killAt(point);
        try (ChangeFixture fixture = new ChangeFixture(directory, Mode.ENFORCE, _ -> {})) {
            fixture.now = ChangeFixture.NOW.plus(Mender.INTERACTIVE_LEASE);
            fixture.mender.reconciler().run(fixture.now);
            assertThat(fixture.mender.latest(1).getFirst().state()).isEqualTo(new ChangeState.Expired());
            assertThat(fixture.remedy.door()).isEqualTo("open");
            assertThat(fixture.remedy.done()).isEqualTo(done);
        }
    }

    @ParameterizedTest
    @CsvSource({"'intended, not settled', ''", "half applied, ''", "applied, 'shut '", "reverting, 'shut '"})
    void world_that_someone_changed_while_nobody_was_there_is_told_and_not_touched(String point, String done)
            throws Exception {
        killAt(point);
        try (ChangeFixture fixture = new ChangeFixture(directory, Mode.ENFORCE, _ -> {})) {
            fixture.remedy.write("bricked up");
            fixture.mender.reconciler().run(ChangeFixture.NOW);
            assertThat(fixture.mender.latest(1).getFirst().state())
                    .isInstanceOfSatisfying(
                            ChangeState.Conflicted.class,
                            conflict -> assertThat(conflict.why())
                                    .startsWith("the door is bricked up")
                                    .doesNotContain("could not be put back"));
            assertThat(fixture.remedy.door()).isEqualTo("bricked up");
            assertThat(fixture.remedy.done()).isEqualTo(done);
        }
    }

    /// That the door is open does not say that nobody holds it shut.
    @ParameterizedTest
    @CsvSource({"'applied, not said'", "applied"})
    void world_that_someone_put_back_while_nobody_was_there_is_undone_by_the_remedy(String point) throws Exception {
        killAt(point);
        try (ChangeFixture fixture = new ChangeFixture(directory, Mode.ENFORCE, _ -> {})) {
            fixture.remedy.write("open");
            fixture.remedy.mark("locked");
            fixture.remedy.mark("rusted");
            fixture.mender.reconciler().run(ChangeFixture.NOW);
            String id = fixture.mender.latest(1).getFirst().id();
            assertThat(fixture.state(id)).isEqualTo("conflicted");
            fixture.remedy.unmark("rusted");
            fixture.mender.reconciler().run(ChangeFixture.NOW);
            assertThat(fixture.state(id)).isEqualTo("failed");
        }
    }

    private void killAt(String point) {
        try (ChildJvm child = ChildJvm.start(KilledMender.class, directory, point)) {
            child.killAt(point);
        }
    }
}
