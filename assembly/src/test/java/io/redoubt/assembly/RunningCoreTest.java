package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.assembly.RunningCore.Adoption;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.store.PolicyRevisions.NodeReport;
import io.redoubt.wire.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningCoreTest {

    private static final Policy FIRST = TestPolicies.read("{ redoubt: 1, service: shop }");
    private static final Policy SECOND = TestPolicies.read("{ redoubt: 1, service: shop, tls: {} }");

    @TempDir
    private Path home;

    private OwnInstance own;

    @BeforeEach
    void open() throws Exception {
        own = new OwnInstance(home);
    }

    @AfterEach
    void close() {
        own.close();
    }

    private RunningCore start(Policy policy, Adoption adoption) {
        return start(policy, adoption, TestPolicies::read);
    }

    private RunningCore start(Policy policy, Adoption adoption, Function<String, Policy> reading) {
        return RunningCore.start(new RunningCore.Setting(
                own.instance,
                new Assembly(Resolver.system(), new ProcessReferences(Map.of(), home), List.of(), OwnInstance.CLOCK),
                policy,
                reading,
                adoption,
                0,
                Map.of("CREDENTIAL", "canary"),
                OwnInstance.CLOCK,
                new SecureRandom()));
    }

    private String active() {
        return own.instance.policies().active().orElseThrow().digest();
    }

    private List<NodeReport> reports() {
        return own.instance.store().read(transaction -> transaction.revisions().reports());
    }

    @Test
    void first_core_activates_the_policy_that_it_begins_with() {
        try (RunningCore core = start(FIRST, Adoption.YIELD)) {
            assertThat(core.policy().digest()).isEqualTo(FIRST.digest());
        }
        assertThat(active()).isEqualTo(FIRST.digest());
    }

    @Test
    void active_policy_holds_over_another_that_a_core_begins_with() {
        own.instance.policies().activate(FIRST, 0, "kim", "user:kim");
        try (RunningCore core = start(SECOND, Adoption.YIELD)) {
            assertThat(core.policy().digest()).isEqualTo(FIRST.digest());
        }
        assertThat(active()).isEqualTo(FIRST.digest());
    }

    @Test
    void core_that_is_asked_to_makes_its_own_policy_the_active_one() {
        own.instance.policies().activate(FIRST, 0, "kim", "user:kim");
        try (RunningCore core = start(SECOND, Adoption.ACTIVATE)) {
            assertThat(core.policy().digest()).isEqualTo(SECOND.digest());
        }
        assertThat(active()).isEqualTo(SECOND.digest());
    }

    @Test
    void activated_revision_is_read_from_the_store_and_reported() {
        try (RunningCore core = start(FIRST, Adoption.YIELD)) {
            core.activate(SECOND, 1, "kim", "user:kim");
            assertThat(core.policy()).isNotSameAs(SECOND);
            assertThat(core.policy().digest()).isEqualTo(SECOND.digest());
            assertThat(reports()).extracting(NodeReport::digest).containsExactly(SECOND.digest());
        }
    }

    @Test
    void active_revision_that_a_node_can_not_read_is_taken_up_once_it_can() throws Exception {
        AtomicBoolean mended = new AtomicBoolean();
        Function<String, Policy> reading = text -> {
            if (!mended.get()) {
                throw new ProblemException(Problem.of("a file that it names is missing", "put it there"));
            }
            return TestPolicies.read(text);
        };
        try (RunningCore core = start(FIRST, Adoption.YIELD, reading)) {
            core.activate(SECOND, 1, "kim", "user:kim");
            assertThat(active()).isEqualTo(SECOND.digest());
            assertThat(core.policy().digest()).isEqualTo(FIRST.digest());
            mended.set(true);
            ServingNode.await("the policy", 30, () -> core.policy().digest().equals(SECOND.digest()));
        }
    }

    @Test
    void core_without_an_edge_waits_for_none() throws Exception {
        try (RunningCore core = start(FIRST, Adoption.YIELD)) {
            assertThat(core.awaitEdge(Duration.ofSeconds(10))).isEmpty();
            assertThat(core.oneTimePath()).isEmpty();
            assertThat(core.feedsEdge()).isFalse();
        }
    }

    @Test
    void control_plane_that_asks_for_the_policy_while_it_ends_is_answered() {
        CountDownLatch answered = new CountDownLatch(1);
        RunningCore core = start(FIRST, Adoption.YIELD);
        core.serve(new ControlPlane.Running() {
            @Override
            public InetSocketAddress address() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
            }

            @Override
            public String oneTimePath() {
                return "/enter?token=x";
            }

            @Override
            public void close() {
                Thread job = Thread.ofPlatform().start(() -> {
                    core.policy();
                    answered.countDown();
                });
                try {
                    job.join(60_000);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                assertThat(job.isAlive()).as("it waits for whoever ends it").isFalse();
            }
        });
        core.close();
        assertThat(answered.getCount()).isZero();
    }

    @Test
    void credentials_of_the_environment_are_not_printed() {
        try (RunningCore core = start(FIRST, Adoption.YIELD)) {
            assertThat(new RunningCore.Setting(
                                    own.instance,
                                    core.assembly(),
                                    FIRST,
                                    TestPolicies::read,
                                    Adoption.YIELD,
                                    0,
                                    Map.of("CREDENTIAL", "canary"),
                                    OwnInstance.CLOCK,
                                    new SecureRandom())
                            .toString())
                    .doesNotContain("canary");
        }
    }
}
