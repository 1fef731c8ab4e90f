package io.redoubt.assembly;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What this node is called. A machine that is renamed goes on writing the ledger that it has, so the name is kept
/// beside the ledger from its beginning.
///
/// @param origin whether it was kept there already
record NodeName(String text, Origin origin) {

    /// Where a name comes from.
    enum Origin {
        KEPT,
        /// Of the machine; it is not kept yet.
        NEW
    }

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,126}[a-z0-9])?");
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");
    private static final int LONGEST = 256;
    private static final String FILE = "node";

    /// @param ledger the directory of the ledger
    static NodeName of(Path ledger) {
        Path file = ledger.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                return new NodeName(ofMachine(), Origin.NEW);
            }
            String name = read(file);
            if (NAME.matcher(name).matches()) {
                return new NodeName(name, Origin.KEPT);
            }
            throw new ProblemException(
                    Problem.of(file + " does not hold the name of a node", "put it back from a backup"));
        } catch (IOException _) {
            throw unkept(ledger);
        }
    }

    /// The name that is kept, without keeping one.
    static Optional<String> find(Path ledger) {
        try {
            return Optional.of(read(ledger.resolve(FILE)))
                    .filter(name -> NAME.matcher(name).matches());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Keeps the name that a ledger had before in its new directory.
    static void keepAs(Path ledger, String name) throws IOException {
        write(ledger.resolve(FILE), name);
    }

    /// Keeps a new one, before anything is written under it.
    void keep(Path ledger) {
        if (origin == Origin.NEW) {
            try {
                write(ledger.resolve(FILE), text);
            } catch (IOException _) {
                throw unkept(ledger);
            }
        }
    }

    private static ProblemException unkept(Path ledger) {
        return new ProblemException(Problem.of(
                "the name of this node cannot be kept in " + ledger.resolve(FILE),
                "check owner, mode and space of " + ledger));
    }

    private static String ofMachine() throws IOException {
        String plain = read(HOSTNAME)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]+", "-")
                .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
        return NAME.matcher(plain).matches() ? plain : "node";
    }

    private static String read(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return new String(content.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        }
    }

    private static void write(Path file, String name) throws IOException {
        Path draft = file.resolveSibling("node.new");
        Files.writeString(draft, name + "\n");
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
