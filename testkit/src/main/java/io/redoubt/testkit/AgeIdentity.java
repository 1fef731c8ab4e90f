package io.redoubt.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A key pair that the real age-keygen made.
///
/// @param file      with the private key, mode 0600
/// @param recipient the public key, `age1…`
public record AgeIdentity(Path file, String recipient) {

    private static final Program AGE_KEYGEN = new Program("age-keygen", "age");
    private static final String PUBLIC = "# public key: ";

    /// @param file where the private key goes; it must not be there
    public static AgeIdentity make(Path file) {
        try {
            int status = new ProcessBuilder(AGE_KEYGEN.path(), "-o", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("age-keygen made no " + file + ", exit status " + status);
            }
            return new AgeIdentity(
                    file,
                    Files.readAllLines(file).stream()
                            .filter(line -> line.startsWith(PUBLIC))
                            .map(line -> line.substring(PUBLIC.length()))
                            .findFirst()
                            .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while age-keygen ran", e);
        }
    }
}
