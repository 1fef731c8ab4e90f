package io.redoubt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What happens on a file system that is full or read-only. It is mounted in a mount namespace that ends with this
/// process, so that nobody else sees it.
final class SmallDisk {

    private SmallDisk() {}

    /// Arguments: what happens, and an empty directory.
    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[1]);
        run("mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "none", disk.toString());
        if (arguments[0].equals("full")) {
            full(disk);
        } else {
            readOnly(disk);
        }
        System.out.println("sound");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static void full(Path disk) throws IOException {
        Path filler = Files.write(disk.resolve("filler"), new byte[1 << 20]);
        try (StoreUnderTest under = new StoreUnderTest.OnSqlite(disk)) {
            Filled filled = fill(under.store);
            assertThat(filled.why()).isEqualTo("the disk is full; free space where the data directory is");
            assertThat(under.store.<Integer>read(t -> t.secrets().list().size()))
                    .isEqualTo(filled.acknowledged());
            Files.delete(filler);
            assertThatNothingIsLost(under, filled.acknowledged());
        }
    }

    /// @param acknowledged how many secrets were, numbered from 1
    /// @param why          the message of the write that was not
    record Filled(int acknowledged, String why) {}

    /// Writes until nothing more is taken.
    static Filled fill(Store store) {
        int acknowledged = 0;
        while (true) {
            int next = acknowledged + 1;
            try {
                store.inTransaction(
                        t -> t.secrets().put(SecretPath.parse("s/" + next), large(next), 0, StoreUnderTest.NOW));
            } catch (StoreException.Unavailable e) {
                assertThat(acknowledged).isPositive();
                return new Filled(acknowledged, e.getMessage());
            }
            acknowledged = next;
        }
    }

    /// And that more is taken again.
    static void assertThatNothingIsLost(StoreUnderTest under, int acknowledged) {
        under.reopen();
        under.store.inTransaction(t -> {
            SecretPath again = SecretPath.parse("again");
            long last = t.secrets().versions(again).size();
            return t.secrets().put(again, large(0), last, StoreUnderTest.NOW);
        });
        under.reopen();
        assertThat(under.store.verify(List::of).findings()).isEmpty();
        for (int i = 1; i <= acknowledged; i++) {
            SecretPath path = SecretPath.parse("s/" + i);
            Optional<Secrets.Version> version =
                    under.store.read(t -> t.secrets().read(path));
            assertThat(version.orElseThrow().value()).isEqualTo(large(i));
        }
    }

    private static SecretBytes large(int number) {
        return SecretBytes.ofUtf8(Integer.toString(number).repeat(10_000));
    }

    private static void readOnly(Path disk) throws Exception {
        new StoreUnderTest.OnSqlite(disk).close();
        run("mount", "-o", "remount,ro", disk.toString());
        assertThatThrownBy(() -> DataDirectory.open(disk.resolve("shop")))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("cannot be used; check its owner, mode and space");
    }
}
