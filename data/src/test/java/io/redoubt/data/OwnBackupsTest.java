package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.LedgerStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OwnBackupsTest {

    @TempDir
    Path directory;

    private final OwnBackups backups = new OwnBackups(Node.CLOCK);
    private AgeKeys keys;
    private Path data;
    private Path shelf;

    @BeforeEach
    void make_keys_and_a_shelf() throws Exception {
        keys = AgeKeys.make(directory.resolve("identity.txt"));
        data = directory.resolve("shop");
        shelf = Files.createDirectory(directory.resolve("shelf"));
    }

    private CreatedBackup filled(int events) {
        try (Node node = Node.open(data)) {
            node.put("db/password", "correct horse", 0);
            node.record(0, events);
            return backups.create(node, keys.recipients(), shelf);
        }
    }

    private VerifiedBackup verify(Path file) {
        return backups.verify(file, keys.identities(), KnownPast.nothing(), directory);
    }

    @Test
    void backup_is_read_with_age_zstd_and_tar_alone() throws Exception {
        CreatedBackup backup = filled(500);
        assertThat(backup.file()).hasFileName("shop-production.20261124T080000Z.e1.tar.zst.age");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup.file())))
                .isEqualTo("rw-------");

        Path unpacked = directory.resolve("by-hand");
        keys.unpack(backup.file(), unpacked);

        Map<String, byte[]> content = Node.content(unpacked);
        assertThat(content.keySet())
                .contains("VERSION", "store.db", "manifest.json", "manifest.note", "ledger/evidence/head")
                .hasSize(backup.manifest().files().size() + 2);
        for (BackupManifest.File file : backup.manifest().files()) {
            assertThat(Sha256.of(content.get(file.name()))).as(file.name()).isEqualTo(file.sha256());
        }
        AgeKeys.run("bash", "-c", "cd \"$1\" && sha256sum -c ./*.sha256", "bash", shelf.toString());
        Files.delete(unpacked.resolve("manifest.json"));
        Files.delete(unpacked.resolve("manifest.note"));
        AgeKeys.run("chmod", "700", unpacked.toString());
        try (Node node = Node.open(unpacked)) {
            assertThat(node.secret("db/password")).isEqualTo("correct horse");
            assertThat(node.evidence.checkpoint().size()).isEqualTo(500);
            assertThat(node.evidence.cut()).isEmpty();
        }
    }

    @Test
    void nothing_sensitive_is_readable_in_the_archive() throws Exception {
        Path archive = keys.decrypt(filled(10).file(), directory.resolve("archive.tar"));
        assertThat(Files.readAllBytes(archive))
                .asString(StandardCharsets.ISO_8859_1)
                .contains("redoubt-backup-manifest/v1")
                .doesNotContain("correct horse")
                .doesNotContain("db/password");
    }

    @Test
    void verified_backup_tells_by_whose_key_and_that_its_tail_is_unproven() {
        VerifiedBackup verified = verify(filled(300).file());
        assertThat(verified.signature()).isInstanceOf(BackupSignature.ByItsOwnKey.class);
        assertThat(verified.ledger().get(LedgerStream.ACCESS).size()).isEqualTo(300);
        assertThat(verified.ledger().get(LedgerStream.ACCESS).tail()).isEqualTo(new Audit.Tail.Unproven(0));
        assertThat(verified.newer()).isEmpty();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void backup_while_writers_append_is_one_past_of_the_ledger() throws Exception {
        Checkpoint last;
        CreatedBackup backup;
        try (Node node = Node.open(data)) {
            node.record(0, 50);
            AtomicBoolean done = new AtomicBoolean();
            CountDownLatch writing = new CountDownLatch(20);
            List<Thread> writers = Stream.of(0, 1, 2, 3)
                    .map(each -> Thread.ofPlatform().start(() -> {
                        for (int i = 1000 * each; !done.get(); i++) {
                            node.evidence.append(Node.event(i));
                            node.access.append(Node.event(i));
                            writing.countDown();
                        }
                    }))
                    .toList();
            assertThat(writing.await(1, TimeUnit.MINUTES))
                    .as("20 entries in a minute")
                    .isTrue();
            backup = backups.create(node, keys.recipients(), shelf);
            long size = backup.manifest().streams().getFirst().checkpoint().size();
            while (node.evidence.checkpoint().size() <= size) {
                assertThat(writers).anyMatch(Thread::isAlive);
                Thread.onSpinWait();
            }
            done.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            last = node.evidence.checkpoint();
        }
        BackupManifest.Stream evidence = backup.manifest().streams().getFirst();
        assertThat(evidence.checkpoint().size()).isBetween(evidence.beforeStore(), last.size() - 1);
        VerifiedBackup verified = backups.verify(
                backup.file(), keys.identities(), new KnownPast(evidence.keys(), List.of(last)), directory);
        assertThat(verified.signature())
                .isEqualTo(new BackupSignature.ByKnownKey(evidence.keys().getFirst()));
        assertThat(verified.newer())
                .containsExactly(new NewerPast.Later(
                        LedgerStream.EVIDENCE, evidence.checkpoint().size(), last.size()));
    }

    @Test
    void scratch_is_gone_afterwards() throws Exception {
        verify(filled(10).file());
        try (Stream<Path> left = Files.list(data.resolve("run"))) {
            assertThat(left).isEmpty();
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("identity.txt", "shop", "shelf", "keys");
        }
        try (Stream<Path> left = Files.list(shelf)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void every_flipped_byte_is_refused() throws Exception {
        Path file = filled(40).file();
        long size = Files.size(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long at = 0; at < size; at += at < 200 ? 1 : 397) {
                flip(channel, at);
                assertThatThrownBy(() -> verify(file)).as("byte %d", at).isInstanceOf(BackupException.class);
                flip(channel, at);
            }
        }
        assertThat(verify(file).newer()).isEmpty();
    }

    private static void flip(FileChannel channel, long at) throws Exception {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, at);
        one.put(0, (byte) (one.get(0) ^ 1)).flip();
        channel.write(one, at);
    }

    @Test
    void cut_backup_is_refused_wherever_it_is_cut() throws Exception {
        byte[] whole = Files.readAllBytes(filled(40).file());
        Path cut = directory.resolve("cut");
        for (int length = 0; length < whole.length; length += length < 300 ? 7 : 1021) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> verify(cut)).as("%d bytes", length).isInstanceOf(BackupException.Damaged.class);
        }
    }

    /// Where age's chunks of 64 KiB and a tag of 16 bytes end, each is genuine as far as it goes.
    @Test
    void backup_cut_between_chunks_is_refused() throws Exception {
        byte[] whole = Files.readAllBytes(filled(1500).file());
        String beginning = new String(whole, 0, 4096, StandardCharsets.ISO_8859_1);
        int header = beginning.indexOf('\n', beginning.indexOf("\n---") + 1);
        int nonce = 16;
        int chunk = (64 << 10) + 16;
        Path cut = directory.resolve("cut");
        int cuts = 0;
        for (int length = header + 1 + nonce; length < whole.length; length += chunk) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> verify(cut)).as("chunk %d", cuts).isInstanceOf(BackupException.Damaged.class);
            cuts++;
        }
        assertThat(cuts).isGreaterThan(3);
        Files.write(cut, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> verify(cut)).isInstanceOf(BackupException.Damaged.class);
    }

    @Test
    void backup_with_bytes_behind_its_end_is_refused() throws Exception {
        Path file = filled(40).file();
        Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> verify(file)).isInstanceOf(BackupException.Damaged.class);
    }

    @Test
    void another_identity_is_told_from_damage() throws Exception {
        Path file = filled(1).file();
        AgeKeys others = AgeKeys.make(directory.resolve("other.txt"));
        assertThatThrownBy(() -> backups.verify(file, others.identities(), KnownPast.nothing(), directory))
                .isInstanceOf(BackupException.WrongIdentity.class)
                .hasMessageContaining("no given identity opens");
    }

    @Test
    void directory_that_is_not_there_is_refused_and_none_is_made() {
        try (Node node = Node.open(data)) {
            Path unmounted = directory.resolve("unmounted");
            assertThatThrownBy(() -> backups.create(node, keys.recipients(), unmounted))
                    .isInstanceOf(BackupException.Refused.class);
            assertThat(unmounted).doesNotExist();
        }
    }

    @Test
    void second_backup_in_the_same_second_replaces_nothing() throws Exception {
        CreatedBackup first = filled(3);
        byte[] before = Files.readAllBytes(first.file());
        try (Node node = Node.open(data)) {
            assertThatThrownBy(() -> backups.create(node, keys.recipients(), shelf))
                    .isInstanceOf(BackupException.Refused.class)
                    .hasMessageContaining("is there already");
        }
        assertThat(first.file()).hasBinaryContent(before);
    }

    @Test
    void list_tells_what_is_there_and_what_cannot_be_read() throws Exception {
        Path good = filled(3).file();
        Path bad = shelf.resolve("shop-production.20261125T080000Z.e2.tar.zst.age");
        Files.write(bad, new byte[100]);
        Files.writeString(shelf.resolve("notes.txt"), "not a backup");

        List<ListedBackup> plain = backups.list(shelf, Optional.empty());
        assertThat(plain).extracting(ListedBackup::file).containsExactly(bad, good);
        assertThat(plain).extracting(ListedBackup::epoch).containsExactly(2L, 1L);
        assertThat(plain).allSatisfy(each -> assertThat(each.trouble()).isEmpty());

        List<ListedBackup> opened = backups.list(shelf, Optional.of(keys.identities()));
        assertThat(opened.getFirst().trouble()).isPresent();
        assertThat(opened.getLast().manifest().orElseThrow().node()).isEqualTo(Node.NAME);
    }

    @Test
    void stream_with_dropped_segments_is_backed_up() {
        try (Node node = Node.open(data)) {
            node.record(0, 1000);
            assertThat(node.evidence.dropBefore(Node.NOW.plusSeconds(600))).isPositive();
            CreatedBackup backup = backups.create(node, keys.recipients(), shelf);
            Audit audit = verify(backup.file()).ledger().get(LedgerStream.EVIDENCE);
            assertThat(audit.first()).isEqualTo(node.evidence.first()).isPositive();
            assertThat(audit.size()).isEqualTo(node.evidence.checkpoint().size());
        }
    }
}
