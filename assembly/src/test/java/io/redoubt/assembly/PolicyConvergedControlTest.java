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
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.PolicyRevisions.NodeReport;
import java.nio.file.Path;
import java.time.Duration;
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
        reports(node, policy, Duration.ZERO);
    }

    private void reports(String node, Policy policy, Duration ago) {
        own.instance.store().inTransaction(transaction -> {
            transaction
                    .revisions()
                    .report(new NodeReport(
                            node, policy.digest(), OwnInstance.CLOCK.instant().minus(ago)));
            return null;
        });
    }

    @Test
    void nothing_activated_is_not_applicable() throws Exception {
        assertThat(look(OLD)).isEqualTo(new NotApplicable("no policy was activated"));
    }

    @Test
    void activated_policy_that_all_run_passes() throws Exception {
        own.instance.policies().activate(OLD, 0, "kim", "user:kim");
        assertThat(look(OLD)).isEqualTo(new Pass(shortOf(OLD) + ", on 1 node"));
        reports("web-2", OLD);
        assertThat(look(OLD)).isEqualTo(new Pass(shortOf(OLD) + ", on 2 nodes"));
    }

    @Test
    void round_held_against_another_policy_fails() throws Exception {
        own.instance.policies().activate(OLD, 0, "kim", "user:kim");
        Deviation deviation = only(look(NEW));
        assertThat(deviation.expected()).isEqualTo(shortOf(OLD));
        assertThat(deviation.observed()).isEqualTo(shortOf(NEW));
        assertThat(deviation.mend()).isEqualTo("redoubt policy activate");
    }

    @Test
    void node_that_stays_behind_is_named() throws Exception {
        own.instance.policies().activate(OLD, 0, "kim", "user:kim");
        reports("web-2", OLD);
        own.instance.policies().activate(NEW, 1, "kim", "user:kim");
        assertThat(only(look(NEW)).observed())
                .isEqualTo("web-2 runs %s, as it said at 2026-11-24T08:00:00Z", shortOf(OLD));
    }

    @Test
    void node_that_stays_behind_and_falls_silent_is_unknown_until_somebody_says_that_it_is_gone() throws Exception {
        own.instance.policies().activate(NEW, 0, "kim", "user:kim");
        reports("web-2", OLD, Duration.ofHours(1));
        assertThat(only(look(NEW)).observed())
                .isEqualTo("web-2 runs %s, as it said at 2026-11-24T07:00:00Z", shortOf(OLD));
        reports("web-2", OLD, Duration.ofHours(1).plusMillis(1));
        assertThat(look(NEW))
                .isEqualTo(new Unknown(
                        "web-2 has said nothing since 2026-11-24T06:59:59.999Z, when it ran " + shortOf(OLD),
                        "start `redoubt up` there again; of one that is gone for good: redoubt policy forget web-2"));
        reports("web-3", OLD);
        assertThat(only(look(NEW)).observed()).startsWith("web-3 runs ");
        reports("web-3", NEW);

        own.instance.policies().forget("web-2", "user:kim");
        assertThat(look(NEW)).isEqualTo(new Pass(shortOf(NEW) + ", on 2 nodes"));
        Event told = own.instance
                .ledger(LedgerStream.EVIDENCE)
                .read(0, 100)
                .getLast()
                .event();
        assertThat(told.type()).isEqualTo("node.forgotten");
        assertThat(told.actor()).isEqualTo("user:kim");
        assertThat(told.subject()).isEqualTo("node:web-2");
        assertThat(told.details().members()).containsEntry("digest", Json.of("sha256:" + OLD.digest()));
    }

    @Test
    void silent_node_that_ran_the_active_policy_is_named_and_passes() throws Exception {
        own.instance.policies().activate(OLD, 0, "kim", "user:kim");
        reports("web-2", OLD, Duration.ofDays(9));
        assertThat(look(OLD))
                .isEqualTo(new Pass(shortOf(OLD) + ", on 2 nodes; web-2 has said nothing since 2026-11-15T08:00:00Z"));
    }

    @Test
    void node_that_looks_is_never_gone() throws Exception {
        own.instance.policies().activate(NEW, 0, "kim", "user:kim");
        reports(own.instance.node(), OLD, Duration.ofDays(9));
        assertThat(only(look(NEW)).observed()).startsWith(own.instance.node() + " runs " + shortOf(OLD));
        assertThatThrownBy(() -> own.instance.policies().forget(own.instance.node(), "user:kim"))
                .hasMessageContaining("is not gone");
    }

    @Test
    void node_that_goes_on_or_that_nobody_knows_is_not_forgotten() {
        reports("web-2", OLD, Duration.ofMinutes(59));
        assertThatThrownBy(() -> own.instance.policies().forget("web-2", "user:kim"))
                .hasMessageContaining("node web-2 is not gone: it said at 2026-11-24T07:01:00Z that it goes on");
        assertThatThrownBy(() -> own.instance.policies().forget("web-9", "user:kim"))
                .hasMessageContaining("no node web-9 has reported");
    }

    @Test
    void active_policy_of_which_no_node_reports_is_unknown() throws Exception {
        var active = own.instance.policies().activate(OLD, 0, "kim", "user:kim");
        PolicyConvergedControl control = heldAgainst(OLD);
        Convergence seen = new Convergence(Optional.of(active), List.of(), OLD.digest(), own.instance.node());
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
