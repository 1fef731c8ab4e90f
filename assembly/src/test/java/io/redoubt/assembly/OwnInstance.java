package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Control;
import io.redoubt.control.Deviation;
import io.redoubt.control.Subject;
import io.redoubt.control.Verdict;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A service's data on this machine, for one test.
final class OwnInstance implements AutoCloseable {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T08:00:00Z"));

    final Instance instance;

    OwnInstance(Path home) throws IOException {
        Path root = home.toRealPath();
        SecureRandom random = new SecureRandom();
        instance = Instance.openOrCreate(
                new InstancePlace(
                        "shop",
                        root.resolve("data"),
                        new KeyFile(root.resolve("keys/root.key"), random),
                        new StorePlace.InDirectory()),
                CLOCK,
                random);
    }

    void happens(int times) {
        for (int i = 0; i < times; i++) {
            instance.record(LedgerStream.EVIDENCE, "policy.checked", "user:kim", "policy:shop", Map.of());
        }
    }

    /// The file that holds the first entries of the evidence.
    Path segment() throws IOException {
        try (Stream<Path> files = Files.list(instance.directory().ledger().resolve("evidence"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    static <S> Verdict look(Control<S> control, String subject) throws CannotLookException, InterruptedException {
        Subject of = Subject.of(subject);
        assertThat(control.subjects()).contains(of);
        return control.judge(control.read(of));
    }

    static List<Deviation> deviations(Verdict verdict) {
        return verdict instanceof Verdict.Fail(List<Deviation> deviations) ? deviations : List.of();
    }

    @Override
    public void close() {
        instance.close();
    }
}
