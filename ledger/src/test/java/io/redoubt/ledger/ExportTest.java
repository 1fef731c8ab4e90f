package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The export is accepted by the stand-alone verifier of the examples and by Go's own packages, and refused by both
/// once it was changed.
class ExportTest {

    private static final Path VERIFIER = Path.of("../examples/ledger-verifier/Verify.java");
    private static final Path GO_SOURCES = Path.of("/usr/share/gocode");

    @TempDir
    private Path directory;

    @Test
    void export_is_accepted_by_the_stand_alone_verifier_and_a_changed_one_is_not() throws Exception {
        Fixture fixture = new Fixture(directory.resolve("ledger"));
        Path export = directory.resolve("export");
        Path earlier = directory.resolve("earlier");
        try (Ledger ledger = fixture.open()) {
            ledger.append(Fixture.events(0, 300));
            Files.writeString(earlier, ledger.checkpoint().note());
            ledger.append(Fixture.events(300, 600));
            ledger.export(export);
            assertThatThrownBy(() -> ledger.export(export)).isInstanceOf(LedgerException.Unavailable.class);
        }
        String key = Fixture.KEY.toString();
        assertThat(verify(export, key)).startsWith("0 ok: example.com/shop/web-1/evidence, 600 entries");
        assertThat(verify(export, key, earlier.toString()))
                .contains("ok: the checkpoint from elsewhere covers the first 300 of them");
        VerifierKey other = new VerifierKey(Fixture.KEY.name(), TestKey.OTHER.publicKey());
        assertThat(verify(export, other.toString())).startsWith("1 WRONG: the checkpoint is not signed by");

        flip(export.resolve("tile/entries/001"), 100);
        assertThat(verify(export, key)).startsWith("1 WRONG: entry 256 is not the one of its tile");
    }

    @Test
    void export_after_retention_proves_the_hashes_of_what_was_dropped() throws Exception {
        Fixture fixture = new Fixture(directory.resolve("ledger"));
        Path export = directory.resolve("export");
        try (Ledger ledger = fixture.open()) {
            for (int i = 0; i < 600; i += 10) {
                ledger.append(Fixture.events(i, i + 10));
            }
            ledger.dropBefore(Instant.parse("2026-11-24T06:05:00Z"));
            ledger.export(export);
        }
        assertThat(verify(export, Fixture.KEY.toString()))
                .startsWith("0 note: 512 entries were dropped; only their hashes are proved; "
                        + "the first that is kept is 512\n");
    }

    @Test
    void export_with_entries_missing_behind_those_that_are_there_is_refused() throws Exception {
        Path export = directory.resolve("export");
        try (Ledger ledger = Fixture.filled(directory.resolve("ledger"), 1000).open()) {
            ledger.export(export);
        }
        String key = Fixture.KEY.toString();
        Path third = export.resolve("tile/entries/002");
        byte[] bundle = Files.readAllBytes(third);
        Files.write(third, new byte[0]);
        assertThat(verify(export, key)).startsWith("1 WRONG: tile 2 does not hold 256 entries");
        Files.write(third, Arrays.copyOf(bundle, 2 + ByteBuffer.wrap(bundle).getShort()));
        assertThat(verify(export, key)).startsWith("1 WRONG: tile 2 does not hold 256 entries");
        Files.delete(third);
        assertThat(verify(export, key))
                .startsWith("1 WRONG: the entries from 512 on are missing, and earlier ones are there");
        Files.delete(export.resolve("tile/entries/000"));
        Files.delete(export.resolve("tile/entries/001"));
        assertThat(verify(export, key)).startsWith("0 note: 768 entries were dropped;");
        Files.delete(export.resolve("tile/entries/003.p/232"));
        assertThat(verify(export, key)).contains("none is kept\n");
    }

    @Test
    void key_that_is_none_is_a_wrong_usage() throws Exception {
        Path export = directory.resolve("export");
        try (Ledger ledger = Fixture.filled(directory.resolve("ledger"), 3).open()) {
            ledger.export(export);
        }
        String key = Fixture.KEY.toString();
        for (String wrong : List.of("KEY", "", "a+b", "a+b+*", key + "=", key.replace('+', '-'))) {
            assertThat(verify(export, wrong))
                    .startsWith("2 not a verifier key: " + wrong)
                    .contains("usage: java Verify.java");
        }
    }

    @Test
    void export_is_for_its_owner_alone() throws Exception {
        Path export = directory.resolve("export");
        try (Ledger ledger = Fixture.filled(directory.resolve("ledger"), 300).open()) {
            ledger.export(export);
        }
        try (Stream<Path> files = Files.walk(export)) {
            assertThat(files)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString(
                                    Files.isDirectory(file) ? "rwx------" : "rw-------")));
        }
    }

    @Test
    void export_is_accepted_by_go_and_a_changed_one_is_not() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/bin/go")) && Files.isDirectory(GO_SOURCES.resolve("src/golang.org/x/mod")),
                "needs golang-go and golang-golang-x-mod-dev");
        Fixture fixture = new Fixture(directory.resolve("ledger"));
        Path export = directory.resolve("export");
        Path program = directory.resolve("verify");
        try (Ledger ledger = fixture.open()) {
            for (int i = 0; i < 70_000; i += 1_000) {
                ledger.append(Fixture.events(i, i + 1_000));
            }
            ledger.export(export);
        }
        assertThat(run(List.of("go", "build", "-o", program.toString(), "src/test/resources/go/verify.go")))
                .isEqualTo("0 ");
        List<String> verify = List.of(program.toString(), export.toString());
        assertThat(run(verify)).isEqualTo("0 ok example.com/shop/web-1/evidence 70000\n");

        flip(export.resolve("tile/1/000"), 5);
        assertThat(run(verify)).startsWith("1 ");
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private String verify(Path export, String... rest) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                VERIFIER.toString(),
                export.toString()));
        command.addAll(List.of(rest));
        return run(command);
    }

    /// Its exit status and what it printed.
    private String run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOPATH", GO_SOURCES.toString());
        builder.environment()
                .put("GOCACHE", Path.of("target/go-cache").toAbsolutePath().toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + output;
    }
}
