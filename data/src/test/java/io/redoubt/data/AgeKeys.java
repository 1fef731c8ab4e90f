package io.redoubt.data;

import io.redoubt.testkit.AgeIdentity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A key pair that the real age-keygen made, and what the real programs do with it.
record AgeKeys(Path file, String publicKey) {

    static AgeKeys make(Path file) {
        return new AgeKeys(file, AgeIdentity.make(file).recipient());
    }

    Recipients recipients() {
        return Recipients.of(List.of(publicKey));
    }

    Identities identities() {
        return Identities.read(file);
    }

    /// What an operator without redoubt types.
    void unpack(Path backup, Path directory) throws Exception {
        Files.createDirectory(directory);
        run(
                "bash",
                "-euo",
                "pipefail",
                "-c",
                "age -d -i \"$1\" \"$2\" | zstd -d | tar -x -C \"$3\"",
                "bash",
                file.toString(),
                backup.toString(),
                directory.toString());
    }

    /// The bare archive.
    Path decrypt(Path backup, Path target) throws Exception {
        run(
                "bash",
                "-euo",
                "pipefail",
                "-c",
                "age -d -i \"$1\" \"$2\" | zstd -d > \"$3\"",
                "bash",
                file.toString(),
                backup.toString(),
                target.toString());
        return target;
    }

    /// Anyone who knows the public key can do this.
    Path encrypt(Path archive, Path target) throws Exception {
        run(
                "bash",
                "-euo",
                "pipefail",
                "-c",
                "zstd -c \"$1\" | age -r \"$2\" > \"$3\"",
                "bash",
                archive.toString(),
                publicKey,
                target.toString());
        return target;
    }

    static String run(String... command) throws Exception {
        Path output = Files.createTempFile("redoubt-", ".out");
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (status != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
