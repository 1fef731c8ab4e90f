package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubjectBudgetTest {

    private final SubjectBudget budget = new SubjectBudget(100);

    @Test
    void controls_that_look_side_by_side_spend_the_same_time() {
        budget.started(1000);
        budget.started(1010);
        budget.ended(1030);

        assertThat(budget.leftNanos(1040)).isEqualTo(60);
        assertThat(budget.isRunning()).isTrue();
    }

    @Test
    void controls_that_look_one_after_another_spend_it_together() {
        budget.started(1000);
        budget.ended(1040);
        budget.started(1050);
        budget.ended(1120);

        assertThat(budget.leftNanos(1120)).isEqualTo(-10);
        assertThat(budget.isRunning()).isFalse();
    }

    @Test
    void waiting_spends_nothing() {
        budget.started(1000);
        budget.ended(1040);

        assertThat(budget.leftNanos(9000)).isEqualTo(60);
    }
}
