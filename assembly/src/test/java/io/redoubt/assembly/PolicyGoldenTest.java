package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Policies and the exact text that an operator sees of them, side by side: `NAME.yaml` (with its overlays
/// `NAME.ENVIRONMENT.yaml`) and `NAME.problems`, or `NAME.show`.
///
/// After a change of words: `-Dgolden.write=true`, and read the difference.
class PolicyGoldenTest {

    private static final Path POLICIES = Path.of("src", "test", "resources", "policies");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("GOLDEN_MINIMUM", "1.2", "GOLDEN_ENDPOINT", "https://shop.example.com");

    @TestFactory
    Stream<DynamicTest> bad_policy_shows_these_problems() throws IOException {
        return cases("bad", policy -> {
            ProblemException thrown = catchThrowableOfType(
                    ProblemException.class, () -> file(policy).check());
            assertThat(thrown).as("%s has a fault", policy).isNotNull();
            assertGolden(policy, ".problems", thrown.getMessage() + "\n");
            assertThat(thrown.getMessage()).doesNotContain("hunter2");
        });
    }

    @TestFactory
    Stream<DynamicTest> good_policy_shows_this_effective_policy() throws IOException {
        return cases("good", policy -> {
            List<Policy> policies = file(policy).check();
            assertGolden(policy, ".show", policies.stream().map(Policy::show).collect(Collectors.joining("---\n")));
        });
    }

    private static PolicyFile file(Path policy) {
        return TestPolicies.file(policy, ENVIRONMENT);
    }

    private interface Check {
        void run(Path policy) throws IOException;
    }

    private static Stream<DynamicTest> cases(String kind, Check check) throws IOException {
        try (Stream<Path> files = Files.list(POLICIES.resolve(kind))) {
            List<Path> policies =
                    files.filter(PolicyGoldenTest::isBase).sorted().toList();
            assertThat(policies).isNotEmpty();
            return policies.stream()
                    .map(policy -> DynamicTest.dynamicTest(policy.getFileName().toString(), () -> check.run(policy)));
        }
    }

    private static boolean isBase(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") && name.indexOf('.') == name.length() - ".yaml".length();
    }

    private static void assertGolden(Path policy, String extension, String seen) throws IOException {
        String text = seen.replace(policy.getParent() + "/", "");
        Path golden = policy.resolveSibling(policy.getFileName().toString().replace(".yaml", extension));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }
}
