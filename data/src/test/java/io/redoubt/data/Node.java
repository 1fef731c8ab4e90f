package io.redoubt.data;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.redoubt.ledger.Ed25519Signer;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerOptions;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.Signer;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.KeyFile;
import io.redoubt.store.RootKeySource;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.SecretPath;
import io.redoubt.store.Store;
import io.redoubt.store.VersionRecorder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A node with a store and both streams of a ledger, which can be backed up. Its key is that of RFC 8032, section 7.1,
/// test 1.
final class Node implements AutoCloseable, BackupSource {

    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final String NAME = "shop-production/web-1";

    static final Signer SIGNER = signer(
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    static final Signer OTHER = signer(
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

    final Store store;
    final Ledger evidence;
    final Ledger access;

    private final Path path;
    private final Signer signer;
    private final DataDirectory directory;

    private Node(Path path, RootKeySource key, Signer signer) {
        this.path = path;
        this.signer = signer;
        directory = DataDirectory.openOrCreate(path);
        store = Store.open(directory, key, VersionRecorder.none(), CLOCK, new SecureRandom());
        LedgerOptions options = LedgerOptions.named(NAME).withSegmentBytes(1 << 16);
        evidence = Ledger.open(directory.ledger(), LedgerStream.EVIDENCE, signer, CLOCK, options);
        access = Ledger.open(directory.ledger(), LedgerStream.ACCESS, signer, CLOCK, options);
    }

    private static Signer signer(String seed, String publicKey) {
        HexFormat hex = HexFormat.of();
        return Ed25519Signer.of(hex.parseHex(seed), hex.parseHex(publicKey), AmazonCorrettoCryptoProvider.INSTANCE);
    }

    static KeyFile key(Path path) {
        return new KeyFile(path.resolveSibling("keys").resolve("root.key"), new SecureRandom());
    }

    static Node open(Path path) {
        return open(path, SIGNER);
    }

    static Node open(Path path, Signer signer) {
        return open(path, key(path), signer);
    }

    static Node open(Path path, RootKeySource key, Signer signer) {
        return new Node(path, key, signer);
    }

    static Event event(int number) {
        return new Event(
                "evt_" + number,
                NOW.plusSeconds(number),
                "secret.read",
                "user:kim",
                "secret:prod/db/" + number,
                Map.of("version", Json.of(number)));
    }

    void record(int from, int to) {
        for (int i = from; i < to; i++) {
            evidence.append(event(i));
            access.append(event(i));
        }
    }

    void put(String secret, String value, long expected) {
        store.inTransaction(transaction ->
                transaction.secrets().put(SecretPath.parse(secret), SecretBytes.ofUtf8(value), expected, NOW));
    }

    String secret(String path) {
        return new String(
                store.read(transaction -> transaction
                                .secrets()
                                .read(SecretPath.parse(path))
                                .orElseThrow())
                        .value()
                        .reveal(),
                StandardCharsets.UTF_8);
    }

    @Override
    public Identity identity() {
        return store.read(transaction -> new Identity(
                "shop-production",
                NAME,
                transaction.epoch().storeId(),
                transaction.epoch().current(),
                "0.1.0"));
    }

    @Override
    public Path directory() {
        return path;
    }

    @Override
    public void snapshotStore(Path target) {
        store.snapshotTo(target);
    }

    @Override
    public List<Stream> streams() {
        return List.of(
                Stream.of(LedgerStream.EVIDENCE, evidence, List.of()),
                Stream.of(LedgerStream.ACCESS, access, List.of()));
    }

    @Override
    public Signer signer() {
        return signer;
    }

    /// The admission of a real node: a new epoch where something was given up, and the restore in the ledger.
    static Admission admission(RootKeySource key) {
        return (restored, manifest, given) -> {
            try (Node node = open(restored, key, SIGNER)) {
                long epoch = manifest.epoch();
                if (!given.newer().isEmpty()) {
                    node.store.inTransaction(transaction -> {
                        transaction.epoch().advance(manifest.epoch());
                        return true;
                    });
                    epoch++;
                }
                node.evidence.append(new Event(
                        "evt_restored",
                        NOW,
                        "backup.restored",
                        "user:kim",
                        "store:" + manifest.storeId(),
                        Map.of(
                                "epoch",
                                Json.of(epoch),
                                "given-up",
                                Json.of(given.newer().size()))));
                return epoch;
            }
        };
    }

    /// What a directory holds, to compare.
    static Map<String, byte[]> content(Path directory) throws Exception {
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            Map<String, byte[]> content = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
            return content;
        }
    }

    @Override
    public void close() {
        evidence.close();
        access.close();
        store.close();
        directory.close();
    }
}
