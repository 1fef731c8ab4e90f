package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.store.barrier.Cell;
import io.redoubt.store.barrier.CellKey;
import io.redoubt.store.barrier.Neighbours;
import io.redoubt.store.table.Column;
import io.redoubt.store.table.Table;
import io.redoubt.store.table.Tables;
import io.redoubt.testkit.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// A stolen database, backup or log shows nothing: what is planted in every sealed column and name is found nowhere, in
/// no usual spelling.
@Isolated("it searches all that this process logs and all that the shared PostgreSQL writes")
class CanaryTest extends PortContract {

    static final String NAME = "CanaryName7Qx";
    static final String VALUE = "CanaryValue9Zt";
    private static final SecretBytes SEED = secret("32 bytes: " + VALUE + " seed...");

    private static SecretBytes value(int number) {
        return secret("before " + VALUE + number + " after");
    }

    private void plant() {
        SecretPath path = SecretPath.parse(NAME + "/inner-" + NAME + "/" + NAME);
        store().inTransaction(t -> {
            t.secrets().put(path, value(1), 0, NOW);
            t.secrets().put(path, value(2), 1, NOW);
            t.revisions().add(new PolicyRevisions.Revision("aa", NOW, secret(NAME), value(3)));
            t.revisions().activate("aa", 0, NOW);
            t.changes().add(new Changes.New("chg_1", "block " + NAME, "planned", null, NOW, value(4)));
            t.outbox().add(new Outbox.New("evt_1", "web-1", "access", NOW, value(5)));
            t.ledgerKeys().add(new LedgerKeys.LedgerKey("web-1", 1, NOW, "A".repeat(43) + "=", SEED));
            t.payloads().save("commitment", NOW, value(7));
            t.certificates()
                    .add(new IssuedCertificates.New(NAME, "taken", NOW, NOW, NOW.plusSeconds(9), value(8), value(9)));
            t.issuance().save(NAME, 0, NOW, value(10));
            t.challenges().publish(new ChallengeBoard.Posted("chl_1", "http-01", NOW.plusSeconds(9), value(11)));
            t.issuerKeys().save("internal", 0, NOW, value(12), value(13));
            t.posture()
                    .apply(new Posture.Observation(
                            "tls.renewal", "https://" + NAME, "wire", "FAIL", NOW, value(6), "web-1", 0));
            return null;
        });
        store().keys().rotate();
        store().keys().reencrypt(3);
        store().read(t -> t.secrets().list());
    }

    private void assertEverySealedColumnIsPlanted() {
        for (Table table : Tables.all()) {
            for (Column column : table.sealed()) {
                assertThat(under.cell("SELECT " + column.name() + " FROM " + table.name()))
                        .as(table.name() + "." + column.name() + " needs a canary")
                        .isNotNull();
            }
        }
    }

    @Test
    void canary_is_found_nowhere() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        Handler handler = new StreamHandler(log, new SimpleFormatter());
        handler.setLevel(Level.ALL);
        var root = LogManager.getLogManager().getLogger("");
        Level before = root.getLevel();
        root.addHandler(handler);
        root.setLevel(Level.FINE);
        try {
            if (under instanceof StoreUnderTest.OnPostgres postgres) {
                // The worst case: the server logs every statement with its values.
                under.tamper("ALTER DATABASE " + postgres.address.database() + " SET log_statement = 'all'");
            }
            under.reopen();
            plant();
        } finally {
            root.removeHandler(handler);
            root.setLevel(before);
            handler.flush();
        }
        assertEverySealedColumnIsPlanted();
        Map<String, byte[]> haystacks = new LinkedHashMap<>();
        haystacks.put("log of this process", log.toByteArray());
        for (Path file : atRest()) {
            haystacks.put(file.toString(), Files.readAllBytes(file));
        }
        haystacks.put("crash output", crash());
        haystacks.put("crash file", crashFile());
        assertThat(haystacks.get("crash output")).asString().contains("IllegalStateException", "Conflict");
        for (Needle needle : needles()) {
            haystacks.forEach((where, bytes) -> assertThat(needle.isIn(bytes))
                    .as(needle.what + " in " + where)
                    .isFalse());
        }
    }

    /// The search itself finds what is there.
    @Test
    void needle_is_found_in_every_spelling() {
        String text = "x" + NAME;
        for (byte[] hay : List.of(
                text.getBytes(StandardCharsets.UTF_8),
                text.getBytes(StandardCharsets.UTF_16LE),
                text.getBytes(StandardCharsets.UTF_16BE),
                Base64.getEncoder().encode(text.getBytes(StandardCharsets.UTF_8)),
                Base64.getUrlEncoder().encode(("xy" + text).getBytes(StandardCharsets.UTF_8)),
                HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8),
                HexFormat.of()
                        .withUpperCase()
                        .formatHex(text.getBytes(StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8))) {
            assertThat(spelled(NAME).stream().anyMatch(needle -> needle.isIn(hay)))
                    .isTrue();
        }
    }

    /// While the store is open, so that the WAL is there too.
    private List<Path> atRest() throws IOException {
        Path where = switch (under) {
            case StoreUnderTest.OnSqlite sqlite -> sqlite.path;
            case StoreUnderTest.OnPostgres _ -> PostgresCluster.shared().data().getParent();
            default -> throw new AssertionError();
        };
        if (under instanceof StoreUnderTest.OnPostgres) {
            under.tamper("CHECKPOINT");
        }
        try (Stream<Path> files = Files.walk(where)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found.toString())
                    .contains(under instanceof StoreUnderTest.OnSqlite ? "store.db-wal" : "pg_wal/0");
            return found;
        }
    }

    private byte[] crash() throws Exception {
        Path other = Files.createDirectory(directory.resolve("crash"));
        ChildJvm child = ChildJvm.start(ChildMain.Crash.class, other.resolve("root.key"), other.resolve("shop"));
        return child.errors().getBytes(StandardCharsets.UTF_8);
    }

    /// Out of memory, with values in reach: the report of the JVM itself, and what it prints.
    private byte[] crashFile() throws Exception {
        Path other = Files.createDirectory(directory.resolve("exhausted"));
        Path report = other.resolve("hs_err.log");
        ChildJvm child = ChildJvm.startWith(
                List.of("-XX:+CrashOnOutOfMemoryError", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + report),
                ChildMain.Exhaust.class,
                other.resolve("root.key").toString(),
                other.resolve("shop").toString());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String line = child.line(); line != null; line = child.line()) {
            all.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        }
        all.writeBytes(child.errors().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(Files.readAllBytes(report));
        assertThat(all.toString(StandardCharsets.ISO_8859_1)).contains("OutOfMemory", "Java frames");
        return all.toByteArray();
    }

    /// @param bytes one character for each
    private record Needle(String what, String bytes) {

        Needle(String what, byte[] bytes) {
            this(what, new String(bytes, StandardCharsets.ISO_8859_1));
        }

        boolean isIn(byte[] hay) {
            return new String(hay, StandardCharsets.ISO_8859_1).contains(bytes);
        }
    }

    private List<Needle> needles() {
        List<Needle> needles = new ArrayList<>(spelled(NAME));
        needles.addAll(spelled(VALUE));
        RootKey root = under.key.read().orElseThrow();
        spell(needles, "root key", root.reveal());
        for (long id : new long[] {1, 2, 3}) {
            spell(needles, "key " + id, unwrapped(root, id));
        }
        return needles;
    }

    private static List<Needle> spelled(String canary) {
        List<Needle> needles = new ArrayList<>();
        spell(needles, canary, canary.getBytes(StandardCharsets.UTF_8));
        needles.add(new Needle(canary + " as UTF-16LE", canary.getBytes(StandardCharsets.UTF_16LE)));
        needles.add(new Needle(canary + " as UTF-16BE", canary.getBytes(StandardCharsets.UTF_16BE)));
        return needles;
    }

    private byte[] unwrapped(RootKey root, long id) {
        byte[] wrapped = under.cell("SELECT wrapped FROM key_ring WHERE id = ?", id);
        TreeMap<String, String> clear = new TreeMap<>(
                Map.of("purpose", id == 2 ? "index" : "data", "created_at", Long.toString(NOW.toEpochMilli())));
        return CellKey.ofRoot(root)
                .open(new Cell("key_ring", List.of(Long.toString(id)), "wrapped", Neighbours.of(clear)), 1, wrapped);
    }

    private static void spell(List<Needle> needles, String what, byte[] bytes) {
        needles.add(new Needle(what, bytes));
        String hex = HexFormat.of().formatHex(bytes);
        needles.add(new Needle(what + " in hex", hex.getBytes(StandardCharsets.US_ASCII)));
        needles.add(new Needle(
                what + " in upper-case hex", hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII)));
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            for (int offset = 0; offset < 3; offset++) {
                needles.add(new Needle(what + " in base64", inner(encoder, bytes, offset)));
            }
        }
    }

    /// The characters of base64 that depend on the canary alone, at one of three alignments.
    private static byte[] inner(Base64.Encoder encoder, byte[] bytes, int offset) {
        byte[] shifted = new byte[offset + bytes.length];
        System.arraycopy(bytes, 0, shifted, offset, bytes.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        int from = offset == 0 ? 0 : offset + 1;
        int to = shifted.length / 3 * 4;
        return text.substring(from, to).getBytes(StandardCharsets.US_ASCII);
    }
}
