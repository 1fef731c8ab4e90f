package io.redoubt.acceptance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.AgeIdentity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberingTest {

    @TempDir
    private Path directory;

    private Node node;

    @BeforeEach
    void something_was_recorded() throws IOException {
        node = new Node(directory);
        node.redoubt("init");
        node.tls("check");
    }

    @Test
    void altered_entry_is_named_and_nothing_is_recorded_over_it() throws IOException {
        Path log = segment();
        byte[] bytes = Files.readAllBytes(log);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"FAIL\"");
        assertThat(at).isPositive();
        bytes[at + 1] = 'G';
        Files.write(log, bytes);

        Node.Ran checked = node.redoubt("check");
        assertThat(checked.status()).isEqualTo(1);
        assertThat(checked.output())
                .contains(
                        "this round is not recorded",
                        "ledger.intact",
                        "entry ",
                        "others than its owner may read the key");
        assertThat(Files.readAllBytes(log)).isEqualTo(bytes);
        for (String[] words : new String[][] {{"ledger", "verify"}, {"status"}}) {
            Node.Ran told = node.redoubt(words);
            assertThat(told.status()).isEqualTo(1);
            assertThat(told.output()).contains("evidence: ", "  entry ", "access: ");
        }
        assertThat(node.redoubt("key", "status").status()).isEqualTo(3);
    }

    @Test
    void ledger_that_is_lost_begins_anew_when_somebody_answers_for_it() throws IOException {
        Path notes = directory.resolve("notes");
        node.declareWitness(notes);
        node.tls("check");
        assertThat(notes).isNotEmptyFile();
        assertThat(node.redoubt("ledger", "restart").output()).contains("the ledger is whole");
        delete(node.data().resolve("ledger"));

        assertThat(node.redoubt("check").output()).contains("ledger.intact", "is gone");
        Node.Ran asked = node.redoubt("ledger", "restart");
        assertThat(asked.status()).isEqualTo(2);
        assertThat(asked.output()).contains("nothing was changed", "--acknowledge-loss");
        Node.Ran restarted = node.redoubt("ledger", "restart", "--acknowledge-loss");
        assertThat(restarted.output()).contains("evidence begins anew", "epoch     2", "ledger.lost-");
        assertThat(restarted.status()).isZero();

        node.redoubt("check");
        Node.Ran verified = node.redoubt("ledger", "verify");
        assertThat(verified.output()).contains("in epoch 2, intact; seen elsewhere to its end");
        assertThat(verified.status()).isZero();
        assertThat(node.tls("status").output()).contains(", in epoch 2");
        assertThat(node.redoubt("store", "verify").status()).isZero();
    }

    @Test
    void witness_that_cannot_be_reached_is_told_in_one_line_and_fails_no_command() throws IOException {
        node.declareWitness(directory.resolve("no/such/place"));
        Node.Ran activated = node.redoubt("policy", "activate");
        assertThat(activated.status()).isZero();
        assertThat(activated.output().lines().filter(line -> line.startsWith("warning: witness ")))
                .hasSize(1);
        assertThat(node.redoubt("check", "--only", "ledger").output()).contains("UNKNOWN", "kept elsewhere");
        Node.Ran verified = node.redoubt("ledger", "verify");
        assertThat(verified.output()).contains("there is no directory " + directory.resolve("no/such"));
        assertThat(verified.status()).isEqualTo(3);
    }

    @Test
    void retention_is_what_the_policy_says() throws IOException {
        assertThat(node.redoubt("ledger", "retain").output()).contains("the policy has no ledger.keep.evidence");
        node.declareWitness(directory.resolve("notes"));
        Node.Ran retained = node.redoubt("ledger", "retain");
        assertThat(retained.output())
                .contains("evidence: 0 entries dropped, kept from entry 0 on (ledger.keep.evidence: 365d)");
        assertThat(retained.status()).isZero();
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void data_without_its_root_key_is_an_error_and_makes_no_other() throws IOException {
        Files.move(directory.resolve("root.key"), directory.resolve("elsewhere"));
        Node.Ran status = node.redoubt("status");
        assertThat(status.status()).isEqualTo(2);
        assertThat(status.output()).contains("root key");
        assertThat(directory.resolve("root.key")).doesNotExist();
    }

    @Test
    void backup_brings_back_what_was_known_and_asks_before_it_gives_up_more() throws Exception {
        AgeIdentity identity = AgeIdentity.make(directory.resolve("backup.key"));
        Path cold = Files.createDirectory(directory.resolve("cold"));
        String before = node.tls("status").output();
        node.declareWitness(directory.resolve("notes"));
        assertThat(node.redoubt("backup", "create", cold.toString(), "--recipient", identity.recipient())
                        .status())
                .isZero();
        Path file;
        try (Stream<Path> files = Files.list(cold)) {
            file = files.filter(each -> each.toString().endsWith(".age"))
                    .findFirst()
                    .orElseThrow();
        }
        node.tls("check");
        String[] restore = {
            "backup", "restore", file.toString(), "--identity", identity.file().toString(), "--replace"
        };
        Node.Ran refused = node.redoubt(restore);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.output()).contains("older than what is known", "--acknowledge-rollback");

        Node.Ran restored = node.redoubt(Stream.concat(Stream.of(restore), Stream.of("--acknowledge-rollback"))
                .toArray(String[]::new));
        assertThat(restored.output()).contains("now in epoch 2");
        assertThat(restored.status()).isZero();
        assertThat(verdicts(node.tls("status").output())).isEqualTo(verdicts(before));
        // What the witness has of the epoch that was given up is no fork, and the new one reaches it, too.
        node.tls("check");
        Node.Ran verified = node.redoubt("ledger", "verify");
        assertThat(verified.output()).contains("in epoch 2, intact; seen elsewhere to its end");
        assertThat(verified.status()).isZero();
        assertThat(node.redoubt("store", "verify").status()).isZero();
    }

    @Test
    void key_rotation_leaves_no_row_under_the_old_key() {
        assertThat(node.redoubt("key", "rotate").status()).isZero();
        assertThat(node.redoubt("key", "status").output().lines().filter(line -> line.startsWith("data key")))
                .hasSize(1);
        assertThat(node.redoubt("store", "verify").status()).isZero();
        assertThat(node.tls("status").output()).contains("others than its owner may read the key");
    }

    @Test
    void activated_policy_is_told_apart_from_another() throws IOException {
        assertThat(node.redoubt("policy", "activate").output()).contains("revision 1");
        assertThat(node.tls("status").output()).contains("active: revision 1");
        node.declare("verify");
        assertThat(node.tls("status").output()).contains("not the active one");
    }

    /// What a full disk or a thief leaves: the file's last block is gone.
    @Test
    void ledger_that_was_cut_is_not_opened() throws IOException {
        Path log = segment();
        int end = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1).indexOf("\"FAIL\"");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(end);
        }
        assertThat(node.redoubt("check").output()).contains("ledger.intact", "this round is not recorded");
        assertThat(node.redoubt("policy", "activate").status()).isEqualTo(3);
    }

    private Path segment() {
        return node.data().resolve("ledger/evidence/00000000000000000000.log");
    }

    /// The row of the section, and what fails.
    private static String verdicts(String status) {
        return status.substring(status.indexOf("section"));
    }
}
