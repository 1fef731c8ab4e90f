package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Passphrase;
import io.redoubt.store.RootKeyChange.Step;
import io.redoubt.store.RootKeyChange.Target;
import io.redoubt.store.StoreException;
import io.redoubt.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// At no moment of a change of the root key is there data that no key opens.
class RootKeyChangeTest {

    static final String FORMER = "correct horse battery";
    static final String NEXT = "another horse entirely";

    @TempDir
    private Path home;

    /// From what to what.
    enum Way {
        FILE_TO_FILE(Start.FILE, "root.key.before-1"),
        FILE_TO_PASSPHRASE(Start.FILE, "root.key.before-1"),
        PASSPHRASE_TO_PASSPHRASE(Start.PASSPHRASE, "root.argon2id.before-1"),
        PASSPHRASE_TO_FILE(Start.PASSPHRASE, "root.argon2id.before-1");

        private final Start start;
        private final String kept;

        Way(Start start, String kept) {
            this.start = start;
            this.kept = kept;
        }

        Target target(Path home) {
            return switch (this) {
                case FILE_TO_FILE, PASSPHRASE_TO_PASSPHRASE -> new Target.Renewed();
                case FILE_TO_PASSPHRASE -> new Target.ByPassphrase();
                case PASSPHRASE_TO_FILE ->
                    new Target.InFile(new KeyFile(keys(home).resolve("root.key"), new SecureRandom()));
            };
        }
    }

    private enum Start {
        FILE,
        PASSPHRASE
    }

    private static Path keys(Path home) {
        return home.resolve("config/redoubt/shop");
    }

    private static InstancePlace place(Path home, String passphrase) {
        return InstancePlace.of(
                "shop",
                Optional.empty(),
                new StorePlace.InDirectory(),
                new InstancePlace.Machine(
                        false,
                        home,
                        Map.of("XDG_CONFIG_HOME", home.resolve("config").toString()),
                        Optional.of(home.resolve("data")),
                        Optional.empty(),
                        asked -> (asked == Passphrase.Asked.NEW ? NEXT : passphrase).toCharArray()),
                new SecureRandom());
    }

    /// @param passphrase what is typed where the present one is asked for
    static Instance open(Path home, String passphrase) {
        return Instance.open(place(home, passphrase), TestPolicies.TODAY, new SecureRandom());
    }

    static Stream<Arguments> steps() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(Step.MADE, Step.SEALED, Step.KEPT).map(step -> Arguments.of(way, step)));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void change_that_is_killed_leaves_a_key_that_opens_and_is_brought_to_its_end(Way way, Step step)
            throws IOException {
        InstancePlace before = place(home, FORMER);
        if (way.start == Start.PASSPHRASE) {
            Passphrase former =
                    new Passphrase(keys(home).resolve("root.argon2id"), _ -> FORMER.toCharArray(), new SecureRandom());
            former.create();
            before = place(home, FORMER);
        }
        try (Instance instance = Instance.openOrCreate(before, TestPolicies.TODAY, new SecureRandom())) {
            InstanceTest.put(instance, 0);
        }
        try (ChildJvm child = ChildJvm.start(KilledRootKeyChange.class, home, way, step)) {
            child.killAt(step.name());
        }

        String opens = step == Step.MADE ? FORMER : NEXT;
        try (Instance instance = open(home, opens)) {
            assertThat(instance.verifyStore().findings()).isEmpty();
            assertThat(rotations(instance)).isEqualTo(step == Step.MADE ? 0 : 1);
            instance.changeRootKey(way.target(home), "uid:0", _ -> {});
        }
        InstancePlace after = place(home, NEXT);
        try (Instance instance = Instance.open(after, TestPolicies.TODAY, new SecureRandom())) {
            assertThat(instance.rootKey()).isEqualTo(after.key());
            assertThat(instance.verifyStore().findings()).isEmpty();
            assertThat(rotations(instance)).isEqualTo(1);
        }
        try (Stream<Path> files = Files.list(keys(home))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(after.key() instanceof KeyFile ? "root.key" : "root.argon2id", way.kept);
        }
        insistOnOneKey(way);
    }

    /// By the former key, put back in its place, nothing opens.
    private void insistOnOneKey(Way way) throws IOException {
        Path former = keys(home).resolve(way.kept);
        Path place = former.resolveSibling(way.start == Start.FILE ? "root.key" : "root.argon2id");
        Files.deleteIfExists(keys(home).resolve("root.key"));
        Files.deleteIfExists(keys(home).resolve("root.argon2id"));
        Files.move(former, place);
        assertThatThrownBy(() -> open(home, FORMER)).isInstanceOf(StoreException.WrongKey.class);
    }

    private static long rotations(Instance instance) {
        return instance.ledger(LedgerStream.EVIDENCE).read(0, 1_000).stream()
                .filter(entry -> entry.event().type().equals("root-key.rotated"))
                .count();
    }
}
