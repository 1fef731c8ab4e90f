package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redoubt.policy.Place;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// 300 policies that a generator made, each as it is and with one fault planted. Another seed: `-Dpolicy.seed=N`.
class PolicyGeneratorTest {

    private static final int POLICIES = 300;
    private static final long SEED = Long.getLong("policy.seed", 20_261_124);

    @Test
    void generated_policy_is_read_and_what_is_shown_of_it_is_the_same_policy() {
        for (int i = 0; i < POLICIES; i++) {
            String text = GeneratedPolicy.of(SEED + i);
            Policy policy = TestPolicies.read(text);
            Policy again = TestPolicies.read(policy.show());

            assertThat(again.digest()).as("seed %d\n%s", SEED + i, text).isEqualTo(policy.digest());
            assertThat(again.network()).isEqualTo(policy.network());
            assertThat(again.tls()).isEqualTo(policy.tls());
            assertThat(again.data()).isEqualTo(policy.data());
            assertThat(again.edge()).isEqualTo(policy.edge());
            assertThat(again.waivers()).isEqualTo(policy.waivers());
            assertThat(PolicyDiff.between(policy, again)).isEmpty();
        }
    }

    @Test
    void planted_fault_is_named_at_its_place_and_nothing_else_is() {
        Set<PlantedFault> planted = new HashSet<>();
        for (int i = 0; i < POLICIES; i++) {
            String good = GeneratedPolicy.of(SEED + i);
            List<PlantedFault> fitting =
                    PlantedFault.ALL.stream().filter(each -> each.fits(good)).toList();
            PlantedFault fault = fitting.get(new Random(SEED + i).nextInt(fitting.size()));
            planted.add(fault);
            PlantedFault.Planted bad = fault.plant(good);

            ProblemException thrown = catchThrowableOfType(ProblemException.class, () -> TestPolicies.read(bad.text()));

            assertThat(thrown)
                    .as("seed %d, %s\n%s", SEED + i, fault, bad.text())
                    .isNotNull();
            List<Problem> about = thrown.problems().stream()
                    .filter(problem -> !isMissingBecauseOf(fault, problem))
                    .toList();
            assertThat(about).as("seed %d, %s\n%s", SEED + i, fault, bad.text()).hasSize(1);
            Problem problem = about.getFirst();
            assertThat(problem.what()).contains(fault.what());
            assertThat(problem.path()).matches(fault.path());
            assertThat(problem.place()).isEqualTo(new Place("redoubt.yaml", bad.line(), bad.column()));
        }
        assertThat(planted).as("most kinds of fault were planted").hasSizeGreaterThan(PlantedFault.ALL.size() * 3 / 4);
    }

    /// A required key under a wrong name is an unknown key, and is missing: two truths of one fault.
    private static boolean isMissingBecauseOf(PlantedFault fault, Problem problem) {
        return fault.what().equals("unknown key") && problem.what().equals("is missing");
    }
}
