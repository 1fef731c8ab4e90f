package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever bytes stand in a policy file: a policy, or problems that an operator can read, and nothing else.
///
/// `make test` tries a few thousand; more with `-Dfuzz.runs=N`, others with `-Dfuzz.seed=N`.
class PolicyFuzzTest {

    private static final int RUNS = Integer.getInteger("fuzz.runs", 3_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    @Test
    void mutated_policy_is_read_or_refused_with_problems() throws IOException {
        List<byte[]> corpus = corpus();
        for (int i = 0; i < RUNS; i++) {
            Random random = new Random(SEED + i);
            byte[] text = corpus.get(random.nextInt(corpus.size())).clone();
            for (int j = 0; j <= random.nextInt(6); j++) {
                text = mutated(text, corpus.get(random.nextInt(corpus.size())), random);
            }
            readOrRefuse(text, SEED + i);
        }
    }

    @Test
    void random_bytes_are_refused_with_problems() {
        for (int i = 0; i < RUNS; i++) {
            Random random = new Random(SEED + i);
            byte[] text = new byte[random.nextInt(200)];
            for (int j = 0; j < text.length; j++) {
                String likely = "{}[]:-#&*!|>'\"%@`,? \n\tabc01\\<=~";
                text[j] = random.nextInt(10) == 0
                        ? (byte) random.nextInt(256)
                        : (byte) likely.charAt(random.nextInt(likely.length()));
            }
            readOrRefuse(text, SEED + i);
        }
    }

    @Test
    void deep_nesting_huge_values_and_bombs_are_refused_with_one_problem() {
        assertRefused("a: " + "[".repeat(500_000), "nested deeper than 32 levels");
        assertRefused("a: " + "{b: ".repeat(200_000), "nested deeper than 32 levels");
        assertRefused("- ".repeat(400_000), "nested deeper than 32 levels");
        assertRefused("? ".repeat(400_000), "");
        assertRefused("a: \"" + "x".repeat(1_000_000) + "\"", "longer than 16,384 characters");
        assertRefused("a: [" + "1, ".repeat(300_000) + "]", "more than 20,000 values");
        assertRefused("x".repeat(1_048_577), "larger than 1,048,576 bytes");
        StringBuilder bomb = new StringBuilder("a: &a [x, x]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            bomb.append("%c: &%c [*%c, *%c]%n".formatted(c, c, c - 1, c - 1));
        }
        assertRefused(bomb.toString(), "anchors are refused");
        assertRefused("*a ".repeat(300_000), "");
        assertRefused("a: *b\n".repeat(15_000), "");
    }

    private static void assertRefused(String text, String says) {
        assertThatThrownBy(() -> TestPolicies.read(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(says);
    }

    static void readOrRefuse(byte[] text, long seed) {
        try {
            Policy policy = TestPolicies.read(text);
            assertThat(TestPolicies.read(policy.show()).digest()).isEqualTo(policy.digest());
        } catch (ProblemException e) {
            assertThat(e.problems()).allSatisfy(problem -> {
                assertThat(problem.place()).isNotNull();
                assertThat(problem.place().isDefault()).isFalse();
                assertThat(problem.toString().chars()).noneMatch(c -> c < ' ' || c == 0x7f);
            });
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed %d: %s".formatted(seed, new String(text, StandardCharsets.ISO_8859_1)), e);
        }
    }

    private static List<byte[]> corpus() throws IOException {
        List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", "policies"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                corpus.add(Files.readAllBytes(file));
            }
        }
        for (long seed = 0; seed < 20; seed++) {
            corpus.add(GeneratedPolicy.of(seed).getBytes(StandardCharsets.UTF_8));
        }
        return corpus;
    }

    private static byte[] mutated(byte[] text, byte[] other, Random random) {
        if (text.length == 0) {
            return other.clone();
        }
        int at = random.nextInt(text.length);
        int length = Math.min(text.length - at, 1 + random.nextInt(20));
        return switch (random.nextInt(4)) {
            case 0 -> {
                text[at] = (byte) random.nextInt(256);
                yield text;
            }
            case 1 -> joined(text, at, at + length, new byte[0]);
            case 2 -> joined(text, at, at, part(other, random));
            default ->
                joined(
                        text,
                        at,
                        at + length,
                        "{}[]:-#&*!'\"\n".substring(random.nextInt(12)).getBytes(StandardCharsets.US_ASCII));
        };
    }

    private static byte[] part(byte[] other, Random random) {
        if (other.length == 0) {
            return other;
        }
        int at = random.nextInt(other.length);
        return Arrays.copyOfRange(other, at, Math.min(other.length, at + 1 + random.nextInt(60)));
    }

    private static byte[] joined(byte[] text, int from, int to, byte[] middle) {
        byte[] all = new byte[from + middle.length + text.length - to];
        System.arraycopy(text, 0, all, 0, from);
        System.arraycopy(middle, 0, all, from, middle.length);
        System.arraycopy(text, to, all, from + middle.length, text.length - to);
        return all;
    }
}
