package io.redoubt.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/// What the killed processes do.
final class ChildMain {

    private ChildMain() {}

    /// Holds a data directory until it is killed.
    static final class Hold {
        public static void main(String[] arguments) throws IOException {
            DataDirectory directory = DataDirectory.openOrCreate(Path.of(arguments[0]));
            System.out.println("held");
            System.in.read();
            directory.close();
        }
    }

    private static Store open(String[] arguments) {
        KeyFile key = new KeyFile(Path.of(arguments[0]), new SecureRandom());
        return arguments.length == 2
                ? Store.open(
                        DataDirectory.openOrCreate(Path.of(arguments[1])),
                        key,
                        VersionRecorder.none(),
                        InstantSource.system(),
                        new SecureRandom())
                : Store.open(
                        new PostgresAddress(
                                "127.0.0.1",
                                Integer.parseInt(arguments[1]),
                                arguments[2],
                                "redoubt",
                                SecretBytes.ofUtf8(arguments[3]),
                                null),
                        Store.Contract.REFUSED,
                        key,
                        VersionRecorder.none(),
                        InstantSource.system(),
                        new SecureRandom());
    }

    /// Writes version after version of one secret, and says each that was acknowledged.
    static final class Write {
        public static void main(String[] arguments) {
            Store store = open(arguments);
            while (true) {
                System.out.println(writeNext(store));
            }
        }
    }

    /// The same, and goes on when it is refused, which it says once. Told to, it says what it reads, and ends.
    static final class WriteOn {
        public static void main(String[] arguments) throws IOException {
            Store store = open(arguments);
            String said = "";
            while (System.in.available() == 0) {
                String line;
                try {
                    line = Long.toString(writeNext(store));
                } catch (StoreException.Unavailable e) {
                    line = e.getMessage();
                }
                if (!line.equals(said)) {
                    System.out.println(line);
                    said = line;
                }
            }
            System.out.println("reads "
                    + store.read(t -> t.secrets().read(COUNTER)).orElseThrow().number());
            store.close();
        }
    }

    static final SecretPath COUNTER = SecretPath.parse("test/counter");

    static long writeNext(Store store) {
        return store.inTransaction(t -> {
            long last = t.secrets().versions(COUNTER).stream()
                    .mapToLong(Secrets.Info::number)
                    .max()
                    .orElse(0);
            return t.secrets()
                    .put(COUNTER, SecretBytes.ofUtf8("value " + (last + 1)), last, StoreUnderTest.NOW)
                    .number();
        });
    }

    static final String WROTE = "wrote";

    /// Re-encrypts while it reads and writes, and says each batch and each write. A read or a write that fails ends it.
    static final class Reencrypt {
        public static void main(String[] arguments) throws InterruptedException {
            Store store = open(arguments);
            AtomicBoolean done = new AtomicBoolean();
            Thread reader = loop(done, () -> readOne(store));
            Thread writer = loop(done, () -> {
                writeAgain(store);
                System.out.println(WROTE);
            });
            try {
                for (int rows = store.keys().reencrypt(200);
                        rows > 0;
                        rows = store.keys().reencrypt(200)) {
                    System.out.println(rows);
                }
            } finally {
                done.set(true);
            }
            reader.join();
            writer.join();
            store.close();
        }

        private static Thread loop(AtomicBoolean done, Runnable step) {
            return Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    try {
                        step.run();
                    } catch (RuntimeException e) {
                        System.err.println("a read or a write failed: " + e);
                        Runtime.getRuntime().halt(3);
                    }
                }
            });
        }
    }

    /// Moves a store, says each batch, and then waits for its end.
    static final class ToPostgresql {
        public static void main(String[] arguments) {
            try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]))) {
                Store.migrate(data, address(arguments), ChildMain::say);
            }
        }
    }

    /// The other way round.
    static final class ToDirectory {
        public static void main(String[] arguments) {
            try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]))) {
                Store.migrate(address(arguments), data, "web-1", ChildMain::say);
            }
        }
    }

    private static PostgresAddress address(String[] arguments) {
        return PostgresCluster.address(Integer.parseInt(arguments[1]), arguments[2]);
    }

    /// Who reads a line can be sure that the work waits.
    private static void say(long rows) {
        System.out.println(rows);
        try {
            if (System.in.read() != '\n') {
                throw new IOException("nobody listens any more");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final int SECRETS = Boolean.getBoolean("redoubt.soak") ? 50_000 : 4_000;

    static SecretPath path(int number) {
        return SecretPath.parse("prod/service-" + number % 100 + "/key-" + number);
    }

    static final int RELOADED = 100;

    /// A new version of one that is read, with its value.
    private static void writeAgain(Store store) {
        int number = ThreadLocalRandom.current().nextInt(RELOADED);
        SecretPath path = path(number);
        store.inTransaction(t -> t.secrets()
                .put(
                        path,
                        SecretBytes.ofUtf8("value of " + number),
                        t.secrets().versions(path).size(),
                        StoreUnderTest.NOW));
    }

    static void readOne(Store store) {
        int number = ThreadLocalRandom.current().nextInt(RELOADED);
        String value = store.read(t -> t.secrets()
                .read(path(number))
                .map(version -> PortContract.utf8(version.value().reveal()))
                .orElse("nothing"));
        if (!value.equals("value of " + number)) {
            throw new IllegalStateException("secret " + number + " reads as " + value);
        }
    }

    /// Uses up the memory while it reads and writes values.
    static final class Exhaust {
        public static void main(String[] arguments) {
            Store store = open(arguments);
            List<byte[]> hoard = new ArrayList<>();
            for (long number = 0; ; number++) {
                long last = number;
                SecretPath path = SecretPath.parse("exhaust/" + CanaryTest.NAME);
                store.inTransaction(t ->
                        t.secrets().put(path, SecretBytes.ofUtf8(CanaryTest.VALUE + last), last, StoreUnderTest.NOW));
                hoard.add(new byte[8 << 20]);
                System.out.println(hoard.size());
            }
        }
    }

    /// Fails with every error that has a value in reach, and lets the JVM print it.
    static final class Crash {
        public static void main(String[] arguments) {
            Store store = open(arguments);
            SecretPath path = SecretPath.parse("crash/" + CanaryTest.NAME);
            SecretBytes value = SecretBytes.ofUtf8(CanaryTest.VALUE);
            store.inTransaction(t -> t.secrets().put(path, value, 0, StoreUnderTest.NOW));
            store.inTransaction(t -> {
                try {
                    return t.secrets().put(path, value, 0, StoreUnderTest.NOW);
                } catch (StoreException.Conflict e) {
                    throw new IllegalStateException("crashed with " + value, e);
                }
            });
        }
    }
}
