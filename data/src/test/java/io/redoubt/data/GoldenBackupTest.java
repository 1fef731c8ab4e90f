package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.data.RestoreOrder.Present;
import io.redoubt.data.RestoreOrder.Rollback;
import io.redoubt.ledger.VerifierKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the first release wrote is read for ever. The keys beside it open nothing else.
class GoldenBackupTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    Path directory;

    @Test
    void backup_of_format_1_is_restored_and_opened() throws Exception {
        Path target = directory.resolve("shop");
        Path key = Node.key(target).file();
        Files.createDirectory(
                key.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.copy(GOLDEN.resolve("root.key"), key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

        VerifierKey noted = new VerifierKey(Node.NAME + "/evidence", Node.SIGNER.publicKey());
        RestoreOutcome outcome = new OwnBackups(Node.CLOCK)
                .restore(new RestoreOrder(
                        GOLDEN.resolve("backup-1.tar.zst.age"),
                        Identities.read(GOLDEN.resolve("identity.txt")),
                        target,
                        Present.REFUSED,
                        new KnownPast(List.of(noted), List.of()),
                        Rollback.REFUSED,
                        Node.admission(Node.key(target))));

        assertThat(outcome).isInstanceOf(RestoreOutcome.Restored.class);
        try (Node node = Node.open(target)) {
            assertThat(node.secret("db/password")).isEqualTo("correct horse");
            assertThat(node.evidence.checkpoint().size()).isEqualTo(11);
        }
    }

    @Test
    void manifest_and_its_note_are_written_the_same_for_ever() throws Exception {
        byte[] json = Files.readAllBytes(GOLDEN.resolve("manifest.json"));
        BackupManifest manifest = ManifestFormat.read(json);
        assertThat(ManifestFormat.write(manifest)).isEqualTo(json);
        assertThat(ManifestNote.sign(json, manifest.node(), Node.SIGNER))
                .isEqualTo(Files.readAllBytes(GOLDEN.resolve("manifest.note")));
    }

    /// Headers with a size in octal are in the golden backup; this one has it in binary, as it is 8 GiB or more.
    @Test
    void header_is_written_the_same_for_ever() {
        assertThat(Sha256.of(TarHeader.of("ledger/evidence/tree/0", 9L << 30, Node.NOW)))
                .isEqualTo("5691204c5030896705e5a71a08e0b93d1db5c094e1afc9913bd520163fb4cda2");
    }
}
