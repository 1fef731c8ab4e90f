package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

    @TempDir
    Path directory;

    @Test
    void missing_policy_names_init() {
        assertProblem(
                Optional.empty(),
                "there is no DIR/redoubt.yaml; 'redoubt init' writes one, or name it by --policy FILE");
    }

    @Test
    void unknown_environment_names_those_that_exist() throws IOException {
        write("redoubt.yaml", "redoubt: 1\nservice: shop\n");
        assertProblem(
                Optional.of("production"),
                "there is no DIR/redoubt.production.yaml; there is no overlay; create it, or leave out --env");

        write("redoubt.production.yaml", "service: shop\n");
        write("redoubt.staging.yaml", "service: shop\n");
        write("redoubt.yaml.orig.yaml", "");
        assertProblem(Optional.of("prodution"), "there is no DIR/redoubt.prodution.yaml; did you mean 'production'?");
        assertProblem(Optional.of("test"), "there is no DIR/redoubt.test.yaml; there is production or staging");
        assertThat(file().environments()).containsExactly("production", "staging");
    }

    @Test
    void environment_that_leads_elsewhere_is_refused() throws IOException {
        write("redoubt.yaml", "redoubt: 1\nservice: shop\n");
        assertProblem(
                Optional.of("../../etc/x"),
                "the name of an environment is a-z, 0-9 and -, a letter first, 63 at most; use --env production");
    }

    @Test
    void policy_too_large_is_refused_without_reading_it_all() throws IOException {
        write("redoubt.yaml", "#".repeat(3_000_000));
        assertProblem(
                Optional.empty(),
                "DIR/redoubt.yaml:1:1 is larger than 1,048,576 bytes; a policy is a few hundred lines; keep other things elsewhere");
    }

    @Test
    void directory_in_place_of_a_policy_is_a_problem() throws IOException {
        Files.createDirectory(directory.resolve("redoubt.yaml"));
        assertProblem(Optional.empty(), "DIR/redoubt.yaml:1:1 can't be read; check that it is a file you may read");
    }

    @Test
    void reference_is_resolved_and_only_the_reference_is_shown() throws IOException {
        write("minimum.txt", "1.2\n");
        write("redoubt.yaml", "redoubt: 1\nservice: { env: NAME }\ntls: { minimum: { file: minimum.txt } }\n");
        Policy policy = file().load(Optional.empty());

        assertThat(policy.service()).isEqualTo("shop");
        assertThat(policy.tls().orElseThrow().minimum().text()).isEqualTo("1.2");
        assertThat(policy.show())
                .contains("{ env: NAME }", "{ file: minimum.txt }")
                .doesNotContain("1.2");
    }

    @Test
    void value_of_a_reference_is_never_quoted() throws IOException {
        write("redoubt.yaml", "redoubt: 1\nservice: { env: PASSWORD }\n");
        assertProblem(
                Optional.empty(),
                "DIR/redoubt.yaml:2:10 service: the value of environment variable PASSWORD is not a name; "
                        + "use a-z, 0-9 and -, a letter first, 63 at most");
    }

    @Test
    @Timeout(5)
    void pipe_is_not_waited_for() throws Exception {
        for (String name : List.of("pipe", "redoubt.staging.yaml")) {
            String pipe = directory.resolve(name).toString();
            assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
        }
        write("redoubt.yaml", "redoubt: 1\nservice: { file: pipe }\n");
        assertThat(file().environments()).isEmpty();
        assertProblem(
                Optional.empty(),
                "DIR/redoubt.yaml:2:10 service: file 'pipe' can't be read: is no regular file; "
                        + "create it, or write the value");
    }

    /// A hundred kilobytes, and a thousand million flows.
    @Test
    @Timeout(10)
    void flows_without_number_are_checked_in_time() throws IOException {
        String zones = IntStream.range(0, 1_000).mapToObj(i -> "z" + i).collect(Collectors.joining(", "));
        String ports = IntStream.range(1, 1_000).mapToObj(i -> i + "/tcp").collect(Collectors.joining(", "));
        String declared = IntStream.range(0, 1_000)
                .mapToObj(i -> "    z%d: { addresses: [10.0.%d.%d] }\n".formatted(i, i / 250, i % 250))
                .collect(Collectors.joining());
        write(
                "redoubt.yaml",
                "redoubt: 1\nservice: shop\nnetwork:\n  zones:\n    internet: everything-else\n" + declared
                        + "  allow:\n    - { from: [%s], to: [%s], port: [%s] }\n".formatted(zones, zones, ports)
                        + "  never:\n    - { from: [%s], to: internet }\n".formatted(zones));
        assertThat(file().load(Optional.empty()).network()).isPresent();
    }

    @Test
    void section_absent_is_not_declared_and_section_empty_has_its_defaults() throws IOException {
        write("redoubt.yaml", "redoubt: 1\nservice: shop\nauthentication:\ncompliance:\n");
        Policy policy = file().load(Optional.empty());

        assertThat(policy.tls()).isEmpty();
        assertThat(policy.authentication().orElseThrow().accessToken()).hasMinutes(15);
        assertThat(policy.compliance().orElseThrow().frameworks()).hasSize(5);
        assertThat(policy.notDeclared())
                .containsExactly("network", "secrets", "tls", "authorization", "data", "scanning", "incidents", "edge");
    }

    @Test
    void passed_waiver_is_no_problem() throws IOException {
        write(
                "redoubt.yaml",
                "redoubt: 1\nservice: shop\nwaivers: [ { control: tls.hsts, owner: kim, reason: x, until: 2020-01-01 } ]\n");
        assertThat(file().load(Optional.empty()).waivers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "minimal", "verify-only"})
    void example_has_no_problem(String example) {
        Path policy = Path.of("..", "examples", example, "redoubt.yaml");
        assertThat(TestPolicies.file(policy, Map.of()).check()).isNotEmpty();
    }

    @Test
    void difference_between_environments_says_what_loosens() throws IOException {
        write("redoubt.yaml", "redoubt: 1\nservice: shop\ntls: { renew-before: 20d }\nauthentication:\n");
        write("redoubt.production.yaml", "authentication: { session: { idle: 30m }, factors: [passkey] }\n");
        write(
                "redoubt.staging.yaml",
                "tls: { minimum: 1.2, renew-before: 30d, endpoints: [https://a.example] }\ndata:\n");
        PolicyFile file = file();

        List<Difference> differences =
                PolicyDiff.between(file.load(Optional.of("production")), file.load(Optional.of("staging")));

        assertThat(differences.stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("\n"))
                        .replace(directory + "/", ""))
                .isEqualTo("""
                        ~ tls.minimum: 1.3 -> 1.2 (loosens; default -> redoubt.staging.yaml:1)
                        + tls.endpoints: https://a.example (tightens; redoubt.staging.yaml:1)
                        ~ tls.renew-before: 20d -> 30d (tightens; redoubt.yaml:3 -> redoubt.staging.yaml:1)
                        + authentication.factors: totp (default)
                        ~ authentication.session.idle: 30m -> 1h (loosens; redoubt.production.yaml:1 -> default)
                        + data: { at-rest: AES-256, databases: [], backups: [] } (tightens; redoubt.staging.yaml:2)""");
    }

    private PolicyFile file() {
        return TestPolicies.file(
                directory.resolve("redoubt.yaml"), Map.of("NAME", "shop", "PASSWORD", "correct horse battery"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private void assertProblem(Optional<String> environment, String expected) {
        assertThatThrownBy(() -> file().load(environment))
                .isInstanceOf(ProblemException.class)
                .extracting(e -> e.getMessage().replace(directory.toString(), "DIR"))
                .isEqualTo(expected);
    }
}
