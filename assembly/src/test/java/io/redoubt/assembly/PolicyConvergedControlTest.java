package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import io.redoubt.store.PolicyRevisions.NodeReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyConvergedControlTest {

    private static final Policy OLD = TestPolicies.read("redoubt: 1\nservice: shop\n");
    private static final Policy NEW = TestPolicies.read("redoubt: 1\nservice: shop\nchecks: { every: 2h }\n");

    @TempDir
    Path home;

    private OwnInstance own;

    @BeforeEach
    void open() throws Exception {
        own = new OwnInstance(home);
    }

    @AfterEach
    void close() {
        own.close();
    }

    private PolicyConvergedControl heldAgainst(Policy policy) {
        return new PolicyConvergedControl(own.instance, policy.digest(), OwnInstance.CLOCK);
    }

    private Verdict look(Policy policy) throws Exception {
        return OwnInstance.look(heldAgainst(policy), "policy:shop");
    }

    private static Deviation only(Verdict verdict) {
        List<Deviation> deviations = OwnInstance.deviations(verdict);
        assertThat(deviations).hasSize(1);
        assertThat(deviations.getFirst().severity()).isEqualTo(Severity.MEDIUM);
        return deviations.getFirst();
    }

    private static String shortOf(Policy policy) {
        return "sha256:" + policy.digest().substring(0, 12);
    }

    private void reports(String node, Policy policy) {
        own.instance.store().inTransaction(transaction -> {
            transaction.revisions().report(new NodeReport(node, policy.digest(), OwnInstance.CLOCK.instant()));
            return null;
        });
    }

    @Test
    void nothing_activated_is_not_applicable() throws Exception {
        assertThat(look(OLD)).isEqualTo(new NotApplicable("no policy was activated"));
    }

    @Test
    void activated_policy_that_all_run_passes() throws Exception {
        own.instance.activate(OLD, 0, "kim", "user:kim");
        assertThat(look(OLD)).isEqualTo(new Pass(shortOf(OLD) + ", on 1 node"));
        reports("web-2", OLD);
        assertThat(look(OLD)).isEqualTo(new Pass(shortOf(OLD) + ", on 2 nodes"));
    }

    @Test
    void round_held_against_another_policy_fails() throws Exception {
        own.instance.activate(OLD, 0, "kim", "user:kim");
        Deviation deviation = only(look(NEW));
        assertThat(deviation.expected()).isEqualTo(shortOf(OLD));
        assertThat(deviation.observed()).isEqualTo(shortOf(NEW));
        assertThat(deviation.mend()).isEqualTo("redoubt policy activate");
    }

    @Test
    void node_that_stays_behind_is_named() throws Exception {
        own.instance.activate(OLD, 0, "kim", "user:kim");
        reports("web-2", OLD);
        own.instance.activate(NEW, 1, "kim", "user:kim");
        assertThat(only(look(NEW)).observed())
                .isEqualTo("web-2 runs %s, as it said at 2026-11-24T08:00:00Z", shortOf(OLD));
    }

    @Test
    void active_policy_of_which_no_node_reports_is_unknown() throws Exception {
        var active = own.instance.activate(OLD, 0, "kim", "user:kim");
        PolicyConvergedControl control = heldAgainst(OLD);
        Convergence seen = new Convergence(Optional.of(active), List.of(), OLD.digest());
        assertThat(control.judge(new Reading<>(
                        control.subjects().getFirst(), control.row().vantage(), OwnInstance.CLOCK.instant(), seen)))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void store_that_is_closed_cannot_be_looked_at() {
        own.instance.store().close();
        assertThatThrownBy(() -> look(OLD)).isInstanceOf(CannotLookException.class);
    }
}
