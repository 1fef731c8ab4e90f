package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.VerifierKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever knows a recipient's public key can encrypt any archive to it.
class ForgedBackupTest {

    @TempDir
    Path directory;

    private final OwnBackups backups = new OwnBackups(Node.CLOCK);
    private AgeKeys keys;
    private Path genuine;

    @BeforeEach
    void make_a_backup() throws Exception {
        keys = AgeKeys.make(directory.resolve("identity.txt"));
        try (Node node = Node.open(directory.resolve("shop"))) {
            node.put("db/password", "correct horse", 0);
            node.record(0, 20);
            genuine = backups.create(node, keys.recipients(), directory).file();
        }
    }

    private VerifiedBackup verify(Path file, List<VerifierKey> known) throws Exception {
        Path scratch = Files.createDirectories(directory.resolve("outer/scratch"));
        try {
            return backups.verify(file, keys.identities(), new KnownPast(known, List.of()), scratch);
        } finally {
            try (Stream<Path> left = Files.walk(directory.resolve("outer"))) {
                assertThat(left).as("nothing was left or escaped").hasSize(2);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(TarArchiveEntry header, byte[] content) {}

    private List<Entry> entries() throws Exception {
        byte[] bytes = Files.readAllBytes(keys.decrypt(genuine, directory.resolve("genuine.tar")));
        List<Entry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes))) {
            for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
                entries.add(new Entry(each, tar.readAllBytes()));
            }
        }
        return entries;
    }

    private Path pack(List<Entry> entries) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 512)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Entry each : entries) {
                tar.putArchiveEntry(each.header());
                tar.write(each.content());
                tar.closeArchiveEntry();
            }
        }
        Path archive = Files.write(directory.resolve("forged.tar"), bytes.toByteArray());
        return keys.encrypt(archive, directory.resolve("forged.tar.zst.age"));
    }

    private static Entry plain(String name, byte[] content) {
        TarArchiveEntry header = new TarArchiveEntry(name);
        header.setMode(0600);
        header.setIds(0, 0);
        header.setNames("", "");
        header.setModTime(Node.NOW.toEpochMilli());
        header.setSize(content.length);
        return new Entry(header, content);
    }

    private static Entry special(String name, byte kind, String link) {
        TarArchiveEntry header = new TarArchiveEntry(name, kind);
        header.setLinkName(link);
        return new Entry(header, new byte[0]);
    }

    @Test
    void archive_packed_again_by_another_program_is_accepted_so_that_the_attacks_below_count() throws Exception {
        List<Entry> again = entries().stream()
                .map(each -> plain(each.header().getName(), each.content()))
                .toList();
        assertThat(verify(pack(again), List.of()).newer()).isEmpty();
    }

    /// An attack on the list of entries.
    record Attack(String name, Consumer<List<Entry>> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static void renamed(List<Entry> entries, int index, String name) {
        entries.set(index, plain(name, entries.get(index).content()));
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                new Attack("a name that climbs out", all -> renamed(all, 3, "../../escaped")),
                new Attack("an absolute name", all -> renamed(all, 3, "/tmp/redoubt-escaped")),
                new Attack(
                        "a symbolic link first", all -> all.addFirst(special("ledger", TarConstants.LF_SYMLINK, ".."))),
                new Attack(
                        "a symbolic link in between", all -> all.add(3, special("x", TarConstants.LF_SYMLINK, ".."))),
                new Attack("a hard link", all -> all.set(3, special("store.db", TarConstants.LF_LINK, "/etc/passwd"))),
                new Attack("a device", all -> all.set(3, special("store.db", TarConstants.LF_CHR, ""))),
                new Attack("a pipe", all -> all.set(3, special("store.db", TarConstants.LF_FIFO, ""))),
                new Attack("a directory", all -> all.add(2, special("ledger/", TarConstants.LF_DIR, ""))),
                new Attack("a long name by an extension", all -> all.add(2, plain("n".repeat(300), new byte[1]))),
                new Attack("one file more", all -> all.add(plain("authorized_keys", new byte[10]))),
                new Attack("one file less", all -> all.removeLast()),
                new Attack("a file twice", all -> all.add(all.getLast())),
                new Attack("two files swapped", all -> all.add(3, all.remove(4))),
                new Attack("no note", all -> all.remove(1)),
                new Attack("no manifest", all -> all.removeFirst()),
                new Attack("an empty archive", List::clear),
                new Attack("other bytes", all -> {
                    byte[] content = all.get(3).content().clone();
                    content[content.length - 1] ^= 1;
                    all.set(3, plain(all.get(3).header().getName(), content));
                }),
                new Attack("a shorter file", all -> all.set(3, plain("store.db", new byte[7]))),
                new Attack("another mode", all -> {
                    Entry suid = plain("store.db", all.get(3).content());
                    suid.header().setMode(04755);
                    all.set(3, suid);
                }),
                new Attack("a manifest of other text", all -> {
                    String json = new String(all.get(0).content(), StandardCharsets.UTF_8);
                    all.set(
                            0,
                            plain(
                                    "manifest.json",
                                    json.replace("\"epoch\":1", "\"epoch\":9").getBytes(StandardCharsets.UTF_8)));
                }),
                new Attack("a manifest that is no JSON", all -> all.set(0, plain("manifest.json", new byte[99]))),
                new Attack("a manifest too long", all -> all.set(0, plain("manifest.json", new byte[(16 << 20) + 1]))));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void forged_archive_is_refused(Attack attack) throws Exception {
        List<Entry> entries = new ArrayList<>(entries().stream()
                .map(each -> plain(each.header().getName(), each.content()))
                .toList());
        attack.change().accept(entries);
        Path forged = pack(entries);
        assertThatThrownBy(() -> verify(forged, List.of())).isInstanceOf(BackupException.Damaged.class);
    }

    @Test
    void archive_with_bytes_behind_its_end_is_refused() throws Exception {
        Path archive = keys.decrypt(genuine, directory.resolve("longer.tar"));
        Files.write(archive, new byte[512], StandardOpenOption.APPEND);
        Path forged = keys.encrypt(archive, directory.resolve("longer.age"));
        assertThatThrownBy(() -> verify(forged, List.of())).isInstanceOf(BackupException.Damaged.class);
    }

    @Test
    void bomb_in_place_of_the_archive_is_refused_at_its_beginning() throws Exception {
        Path zeroes = directory.resolve("zeroes");
        try (var file = new RandomAccessFile(zeroes.toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        Path forged = keys.encrypt(zeroes, directory.resolve("bomb.age"));
        assertThat(Files.size(forged)).isLessThan(1 << 20);
        assertThatThrownBy(() -> verify(forged, List.of())).isInstanceOf(BackupException.Damaged.class);
    }

    @Test
    void forged_backup_that_agrees_with_itself_shows_by_its_key() throws Exception {
        Path file;
        try (Node forger = Node.open(directory.resolve("forger"), Node.OTHER)) {
            forger.record(0, 5);
            Path shelf = Files.createDirectory(directory.resolve("forged"));
            file = backups.create(forger, keys.recipients(), shelf).file();
        }
        VerifierKey noted = new VerifierKey(Node.NAME + "/evidence", Node.SIGNER.publicKey());
        assertThat(verify(file, List.of()).signature())
                .isEqualTo(new BackupSignature.ByItsOwnKey(
                        new VerifierKey(Node.NAME + "/evidence", Node.OTHER.publicKey())));
        assertThatThrownBy(() -> verify(file, List.of(noted)))
                .isInstanceOf(BackupException.Damaged.class)
                .hasMessageContaining("none of the keys that were noted down");
        assertThat(verify(genuine, List.of(noted)).signature()).isEqualTo(new BackupSignature.ByKnownKey(noted));
    }

    /// Who holds the key of one node does not make backups of another.
    @Test
    void noted_key_of_another_node_vouches_for_nothing() throws Exception {
        Path file;
        try (Node forger = Node.open(directory.resolve("forger"), Node.OTHER)) {
            forger.record(0, 5);
            Path shelf = Files.createDirectory(directory.resolve("forged"));
            file = backups.create(forger, keys.recipients(), shelf).file();
        }
        VerifierKey neighbour = new VerifierKey("shop-production/web-11/evidence", Node.OTHER.publicKey());
        assertThatThrownBy(() -> verify(file, List.of(neighbour)))
                .isInstanceOf(BackupException.Damaged.class)
                .hasMessageContaining("none of the keys that were noted down");
    }
}
