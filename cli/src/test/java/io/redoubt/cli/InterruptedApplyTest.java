package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whoever ends `apply` is told what becomes of the change.
class InterruptedApplyTest {

    /// SIGTERM: a shell that runs tests in the background may have its children ignore SIGINT, which ends a JVM alike.
    private static List<String> interrupted(String state) {
        try (ChildJvm child = ChildJvm.start(InterruptedApply.class, state)) {
            assertThat(child.line()).isEqualTo("working");
            assertThat(ProcessHandle.of(child.pid()).orElseThrow().destroy()).isTrue();
            List<String> told = child.lines();
            child.end();
            return told;
        }
    }

    @Test
    void change_that_is_under_way_is_named_with_its_end_and_what_puts_it_back() {
        assertThat(interrupted("intended"))
                .containsExactly(
                        "interrupted: chg_1 is under way, and what it did so far stays",
                        "  `redoubt up` finishes it or puts it back within seconds, else the next command does",
                        "  next: redoubt undo chg_1 --data here",
                        "  its lease is over at 2026-11-24T08:10:00Z; from then on either puts it back");
        assertThat(interrupted("permanent")).hasSize(3).noneMatch(line -> line.contains("lease"));
    }

    @Test
    void change_that_was_not_begun_touched_nothing() {
        assertThat(interrupted("approved")).containsExactly("interrupted: chg_1 was not begun; nothing was touched");
    }

    @Test
    void change_that_came_to_its_end_is_not_told_again() {
        try (ChildJvm child = ChildJvm.start(InterruptedApply.class, "intended")) {
            assertThat(child.line()).isEqualTo("working");
            child.goOn();
            assertThat(child.lines()).isEmpty();
            assertThat(child.end()).isZero();
        }
    }
}
