package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever has a key of his own can write a manifest, sign it, and pack an archive that is just what it says. Where no
/// key was noted down, only what the manifest may say stands in his way.
class ForgedManifestTest {

    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    Path directory;

    private final OwnBackups backups = new OwnBackups(Node.CLOCK);
    private AgeKeys keys;
    private Path genuine;
    private BackupManifest manifest;

    @BeforeEach
    void make_a_backup() throws Exception {
        keys = AgeKeys.make(directory.resolve("identity.txt"));
        try (Node node = Node.open(directory.resolve("shop"))) {
            node.record(0, 20);
            genuine = backups.create(node, keys.recipients(), directory).file();
        }
        try (BackupReader reader = BackupReader.open(genuine, keys.identities())) {
            manifest = reader.manifest();
        }
    }

    private VerifiedBackup verify(Path file) throws Exception {
        Path scratch = Files.createDirectories(directory.resolve("outer/scratch"));
        try {
            return backups.verify(file, keys.identities(), new KnownPast(List.of(), List.of()), scratch);
        } finally {
            try (Stream<Path> left = Files.walk(directory.resolve("outer"))) {
                assertThat(left).as("nothing was left or escaped").hasSize(2);
            }
        }
    }

    /// The archive of a manifest, with the genuine files first and the others in their order.
    private Path packed(BackupManifest forged, byte[]... others) throws Exception {
        byte[] json = ManifestFormat.write(forged);
        return packedWith(forged, ManifestNote.sign(json, forged.node(), Node.SIGNER), others);
    }

    private Path packedWith(BackupManifest forged, byte[] note, byte[]... others) throws Exception {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        put(tar, BackupWriter.MANIFEST, ManifestFormat.write(forged));
        put(tar, BackupWriter.NOTE, note);
        Path unpacked = directory.resolve("unpacked");
        keys.unpack(genuine, unpacked);
        int other = 0;
        for (BackupManifest.File file : forged.files()) {
            boolean ours = manifest.files().contains(file) && Files.exists(unpacked.resolve(file.name()));
            put(tar, file.name(), ours ? Files.readAllBytes(unpacked.resolve(file.name())) : others[other++]);
        }
        tar.write(new byte[2 * TarHeader.BLOCK]);
        Path archive = Files.write(directory.resolve("forged.tar"), tar.toByteArray());
        return keys.encrypt(archive, directory.resolve("forged.age"));
    }

    private void put(ByteArrayOutputStream tar, String name, byte[] content) {
        tar.writeBytes(TarHeader.of(name, content.length, manifest.made()));
        tar.writeBytes(content);
        tar.writeBytes(new byte[TarHeader.padding(content.length)]);
    }

    private static BackupManifest with(
            BackupManifest from, List<BackupManifest.Stream> streams, List<BackupManifest.File> files) {
        return new BackupManifest(
                from.service(), from.node(), from.storeId(), from.epoch(), from.program(), from.made(), streams, files);
    }

    private BackupManifest withFile(BackupManifest.File file) {
        List<BackupManifest.File> files = new ArrayList<>(manifest.files());
        files.add(file);
        return with(manifest, manifest.streams(), files);
    }

    @Test
    void genuine_manifest_packed_again_is_accepted_so_that_the_attacks_below_count() throws Exception {
        assertThat(verify(packed(manifest)).newer()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void file_that_does_not_belong_into_a_data_directory_is_refused(String name) throws Exception {
        BackupManifest forged = withFile(new BackupManifest.File(name, CONTENT.length, Sha256.of(CONTENT)));
        Path file = packed(forged, CONTENT);
        assertThatThrownBy(() -> verify(file))
                .isInstanceOf(BackupException.Damaged.class)
                .hasMessageContaining("a file that does not belong into a data directory");
    }

    static Stream<String> names() {
        return Stream.of(
                "../escaped",
                "ledger/../../escaped",
                "ledger/evidence/../../../escaped",
                "ledger/evidence/a/b/c",
                "/tmp/redoubt-escaped",
                "authorized_keys",
                "store.db-wal",
                "ledger/other/0",
                "VERSION\n",
                "");
    }

    /// A change to a manifest that no redoubt has made so.
    record Forgery(String refusal, UnaryOperator<BackupManifest> change) {
        @Override
        public String toString() {
            return refusal;
        }
    }

    static Stream<Forgery> forgeries() {
        return Stream.of(
                new Forgery("a file twice", from -> {
                    List<BackupManifest.File> files = new ArrayList<>(from.files());
                    files.add(files.getFirst());
                    return with(from, from.streams(), files);
                }),
                new Forgery(
                        "no store",
                        from -> with(
                                from,
                                from.streams(),
                                from.files().stream()
                                        .filter(file -> !file.name().equals("store.db"))
                                        .toList())),
                new Forgery(
                        "a stream is missing", from -> with(from, from.streams().subList(0, 1), from.files())),
                new Forgery(
                        "a stream twice",
                        from -> with(
                                from,
                                List.of(
                                        from.streams().getFirst(),
                                        from.streams().getFirst()),
                                from.files())),
                new Forgery("a key of another stream", from -> {
                    BackupManifest.Stream first = from.streams().getFirst();
                    VerifierKey other = new VerifierKey("elsewhere/web-1/evidence", Node.OTHER.publicKey());
                    return with(
                            from,
                            List.of(
                                    new BackupManifest.Stream(
                                            first.stream(),
                                            first.checkpoint(),
                                            first.beforeStore(),
                                            List.of(first.keys().getFirst(), other)),
                                    from.streams().getLast()),
                            from.files());
                }),
                new Forgery(
                        "a stream of another node",
                        from -> new BackupManifest(
                                from.service(),
                                "shop-production/web-2",
                                from.storeId(),
                                from.epoch(),
                                from.program(),
                                from.made(),
                                from.streams(),
                                from.files())),
                new Forgery(
                        "no size or epoch",
                        from -> new BackupManifest(
                                from.service(),
                                from.node(),
                                from.storeId(),
                                0,
                                from.program(),
                                from.made(),
                                from.streams(),
                                from.files())),
                new Forgery("a file of no size or digest", from -> {
                    List<BackupManifest.File> files = new ArrayList<>(from.files());
                    BackupManifest.File first = files.getFirst();
                    files.set(0, new BackupManifest.File(first.name(), -1, first.sha256()));
                    return with(from, from.streams(), files);
                }),
                new Forgery("a file that is too long", from -> {
                    List<BackupManifest.File> files = new ArrayList<>(from.files());
                    BackupManifest.File first = files.getFirst();
                    files.set(0, new BackupManifest.File(first.name(), 513, first.sha256()));
                    return with(from, from.streams(), files);
                }));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void manifest_that_no_redoubt_makes_is_refused(Forgery forgery) {
        assertThat(manifest.files().getFirst().name()).isEqualTo("VERSION");
        byte[] forged = ManifestFormat.write(forgery.change().apply(manifest));
        assertThatThrownBy(() -> ManifestFormat.read(forged))
                .isInstanceOf(BackupException.Damaged.class)
                .hasMessageContaining(forgery.refusal());
    }

    /// The id of a key is public; only who has the key can sign.
    @Test
    void signature_of_another_key_under_the_id_of_the_first_is_refused() throws Exception {
        byte[] json = ManifestFormat.write(manifest);
        byte[] genuinely = signature(ManifestNote.sign(json, manifest.node(), Node.SIGNER));
        byte[] note = ManifestNote.sign(json, manifest.node(), Node.OTHER);
        byte[] otherwise = signature(note);
        System.arraycopy(genuinely, 0, otherwise, 0, 4);
        String text = new String(note, StandardCharsets.UTF_8);
        String forged = text.substring(0, text.lastIndexOf(' ') + 1)
                + Base64.getEncoder().encodeToString(otherwise) + "\n";
        Path file = packedWith(manifest, forged.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> verify(file))
                .isInstanceOf(BackupException.Damaged.class)
                .hasMessageContaining("the key that it names did not sign it");
    }

    private static byte[] signature(byte[] note) {
        String text = new String(note, StandardCharsets.UTF_8).strip();
        return Base64.getDecoder().decode(text.substring(text.lastIndexOf(' ') + 1));
    }

    /// The forger leaves out what the ledger's last checkpoint would tell.
    @Test
    void manifest_of_an_older_checkpoint_than_the_ledger_it_brings_is_refused() throws Exception {
        BackupManifest older = manifest;
        try (Node node = Node.open(directory.resolve("shop"))) {
            node.record(20, 40);
            Path shelf = Files.createDirectory(directory.resolve("newer"));
            genuine = backups.create(node, keys.recipients(), shelf).file();
        }
        try (BackupReader reader = BackupReader.open(genuine, keys.identities())) {
            manifest = reader.manifest();
        }
        Path file = packed(with(manifest, older.streams(), manifest.files()));
        assertThatThrownBy(() -> verify(file))
                .isInstanceOf(BackupException.Damaged.class)
                .hasMessageContaining("it does not end with the checkpoint of the manifest");
    }

    /// Nobody can hide anything between the files.
    @Test
    void padding_that_is_not_empty_is_refused() throws Exception {
        Path archive = keys.decrypt(genuine, directory.resolve("padded.tar"));
        byte[] bytes = Files.readAllBytes(archive);
        int size = ManifestFormat.write(manifest).length;
        assertThat(TarHeader.padding(size)).isPositive();
        bytes[TarHeader.BLOCK + size + TarHeader.padding(size) - 1] = 1;
        Files.write(archive, bytes);
        Path forged = keys.encrypt(archive, directory.resolve("padded.age"));
        assertThatThrownBy(() -> verify(forged))
                .isInstanceOf(BackupException.Damaged.class)
                .hasMessageContaining("something stands where nothing may");
    }
}
