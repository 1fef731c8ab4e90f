package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterPolicyTest {

    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    Path proc;

    @Test
    void listeners_are_read_from_the_kernels_tables() throws IOException {
        Files.createDirectory(proc.resolve("net"));
        Files.writeString(
                proc.resolve("net/tcp"),
                HEADER
                        + "   0: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1\n"
                        + "   1: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   113        0 2\n"
                        + "   2: 0100007F:9C40 0100007F:1538 01 00000000:00000000 00:00000000 00000000   113        0 3\n"
                        + "   3: nonsense\n"
                        + "   4: 0100007F:ZZZZ 00000000:0000 0A 0\n"
                        + "x".repeat(100_000) + "\n");
        Files.writeString(
                proc.resolve("net/tcp6"),
                HEADER
                        + "   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 0 0\n"
                        + "   1: 00000000000000000000000001000000:20FB 00000000000000000000000000000000:0000 0A 0 0\n");

        assertThat(Listeners.read(proc))
                .containsExactly(
                        new Listener(443, true),
                        new Listener(5432, false),
                        new Listener(8080, true),
                        new Listener(8443, false));
    }

    @Test
    void machine_without_the_kernels_tables_has_no_known_listener() {
        assertThat(Listeners.read(proc.resolve("nowhere"))).isEmpty();
    }

    @Test
    void starter_policy_is_valid_short_and_names_what_listens() {
        String text = StarterPolicy.text("shop", List.of(new Listener(443, true), new Listener(5432, false)));
        Policy policy = TestPolicies.read(text);

        assertThat(policy.tls().orElseThrow().endpoints()).hasSize(1);
        assertThat(policy.data().orElseThrow().databases()).hasSize(1);
        assertThat(text).contains("# Listening on this machine: 443, 5432 (loopback).");
        assertThat(text.lines().count()).isBetween(25L, 35L);
    }

    @Test
    void starter_policy_of_any_machine_is_valid() {
        List<Listener> many = IntStream.rangeClosed(1, 9_999)
                .mapToObj(port -> new Listener(port, true))
                .toList();
        assertThat(TestPolicies.read(StarterPolicy.text("a", many)).tls()).isPresent();
        assertThat(TestPolicies.read(StarterPolicy.text("a", List.of())).tls()).isPresent();
    }
}
