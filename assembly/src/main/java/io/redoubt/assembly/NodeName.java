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
final class NodeName {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,126}[a-z0-9])?");
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");
    private static final int LONGEST = 256;

    private NodeName() {}

    /// @param ledger the directory of the ledger
    static String of(Path ledger) {
        Path file = ledger.resolve("node");
        try {
            if (!Files.exists(file)) {
                write(file, ofMachine());
            }
            String name = read(file);
            if (NAME.matcher(name).matches()) {
                return name;
            }
            throw new ProblemException(
                    Problem.of(file + " does not hold the name of a node", "put it back from a backup"));
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "the name of this node cannot be kept in " + file, "check owner, mode and space of " + ledger));
        }
    }

    /// The name that is kept, without keeping one.
    static Optional<String> find(Path ledger) {
        try {
            return Optional.of(read(ledger.resolve("node")))
                    .filter(name -> NAME.matcher(name).matches());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Keeps a name in a directory that has none.
    static void keep(Path ledger, String name) throws IOException {
        write(ledger.resolve("node"), name);
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
