package io.redoubt.data;

import io.redoubt.data.RestoreOrder.Present;
import io.redoubt.data.RestoreOrder.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A process that sees a small disk at `small`, fills it, fails there, makes room, and tries again.
final class FullDisk {

    private FullDisk() {}

    /// Arguments: `create` or `restore`, the directory, the recipient, the identities, and how many bytes are left
    /// free.
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        Path small = directory.resolve("small");
        Path filler = fill(small, Long.parseLong(arguments[4]));
        Runnable work = arguments[0].equals("create")
                ? () -> create(directory, arguments[2])
                : () -> restore(directory, Path.of(arguments[3]));
        try {
            work.run();
            System.out.println("worked");
        } catch (BackupException e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getMessage());
        }
        Files.delete(filler);
        try (Stream<Path> left = Files.list(small)) {
            left.forEach(path -> System.out.println("left " + path.getFileName()));
        }
        work.run();
        System.out.println("worked");
    }

    private static Path fill(Path small, long left) throws IOException {
        Path filler = small.resolve("filler");
        long size = Files.getFileStore(small).getUsableSpace() - left;
        return Files.write(filler, new byte[Math.toIntExact(size)]);
    }

    private static void create(Path directory, String recipient) {
        try (Node node = Node.open(directory.resolve("shop"))) {
            new OwnBackups(Node.CLOCK).create(node, Recipients.of(List.of(recipient)), directory.resolve("small"));
        }
    }

    private static void restore(Path directory, Path identities) {
        OwnBackups backups = new OwnBackups(Node.CLOCK);
        Path backup = backups.list(directory.resolve("shelf"), Optional.empty())
                .getFirst()
                .file();
        backups.restore(new RestoreOrder(
                backup,
                Identities.read(identities),
                directory.resolve("small/shop"),
                Present.REFUSED,
                KnownPast.nothing(),
                Rollback.REFUSED,
                Node.admission(Node.key(directory.resolve("shop")))));
    }
}
