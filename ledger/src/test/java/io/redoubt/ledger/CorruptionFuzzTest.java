package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the files hold, the audit names it and the opening refuses or goes on; nothing else comes out of them.
class CorruptionFuzzTest {

    private static final int ROUNDS = Integer.getInteger("redoubt.ledger.fuzz", 300);

    @Test
    void corrupted_files_are_found_or_harmless(@TempDir Path directory) throws IOException {
        Fixture original = Fixture.filled(directory.resolve("original"), 60);
        Checkpoint witnessed = original.audit().checkpoint().orElseThrow();
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Fixture copy = new Fixture(directory.resolve("copy-" + seed));
            List<Path> files = copy(original, copy);
            Path victim = files.get(random.nextInt(files.size()));
            Files.write(victim, corrupted(Files.readAllBytes(victim), random));

            Audit audit = copy.audit(witnessed);
            if (victim.toString().endsWith(".log")) {
                assertThat(audit.findings()).as("seed %s: %s", seed, victim).isNotEmpty();
            }
            openOrRefuse(copy);
        }
    }

    private static void openOrRefuse(Fixture fixture) {
        try (Ledger ledger = fixture.open()) {
            ledger.append(Fixture.event(1_000));
            ledger.read(0, 1_000);
        } catch (LedgerException.Damaged e) {
            assertThat(e.findings()).isNotEmpty();
        }
    }

    private static List<Path> copy(Fixture from, Fixture to) throws IOException {
        List<Path> copies = new ArrayList<>();
        try (Stream<Path> files = Files.walk(from.stream())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.stream().resolve(from.stream().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                    if (Files.size(copy) > 0) {
                        copies.add(copy);
                    }
                }
            }
        }
        return copies;
    }

    private static byte[] corrupted(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed = Arrays.copyOf(bytes, at);
            case 2 -> Arrays.fill(changed, at, Math.min(bytes.length, at + 1 + random.nextInt(600)), (byte) 0xff);
            case 3 -> Arrays.fill(changed, 0, at + 1, (byte) 0);
            case 4 -> {
                random.nextBytes(changed);
            }
            default -> {
                // A part is cut out of the middle.
                int length = Math.min(bytes.length - at, 1 + random.nextInt(300));
                changed = new byte[bytes.length - length];
                System.arraycopy(bytes, 0, changed, 0, at);
                System.arraycopy(bytes, at + length, changed, at, changed.length - at);
            }
        }
        return changed;
    }
}
