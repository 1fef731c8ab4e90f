package io.redoubt.store;

import io.redoubt.policy.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A root key derived from what an operator types or a password manager hands over. Salt and cost lie in a file: they
/// are no secret, but without them the passphrase alone gives no key, so they belong into the backup of the
/// configuration.
///
/// @param file   where salt and cost lie
/// @param random for the salt
public record Passphrase(Path file, Prompt prompt, SecureRandom random) implements RootKeySource {

    /// Which passphrase is asked for.
    public enum Asked {
        /// The one that was chosen before.
        PRESENT,
        /// One that is chosen now, so that a slip of the finger has to show.
        NEW
    }

    /// Asks for a passphrase.
    @FunctionalInterface
    public interface Prompt {
        /// @return is cleared after use
        char[] ask(Asked asked);
    }

    /// Below this, guessing is cheaper than breaking in.
    public static final int SHORTEST = 12;

    private static final int LARGEST_FILE = 512;

    /// Beside where the key file would be.
    public static Path locate(String service, Surroundings surroundings) {
        Path key = KeyFile.locate(service, surroundings);
        String name = key.getFileName().toString();
        return key.resolveSibling(name.substring(0, name.length() - ".key".length()) + ".argon2id");
    }

    /// Whether a file holds salt and cost, and no key. What can't be read is left to whoever needs it.
    static boolean isIn(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var content = Files.newInputStream(file)) {
            byte[] begin = content.readNBytes(Argon2id.BEGIN.length());
            return Argon2id.BEGIN.equals(new String(begin, StandardCharsets.US_ASCII));
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public Optional<RootKey> read() {
        return cost().map(argon2id -> derive(argon2id, Asked.PRESENT));
    }

    @Override
    public RootKey create() {
        if (exists()) {
            throw new StoreException.Refused(
                    Problem.of(file + " is there already", "it is never overwritten; use its passphrase, or move it"));
        }
        return choose();
    }

    /// The key of a passphrase that is chosen now. Salt and cost that are there already stay as they are.
    public RootKey choose() {
        Argon2id argon2id = cost().orElseGet(() -> Argon2id.fresh(random));
        RootKey key = derive(argon2id, Asked.NEW);
        if (!exists()) {
            write(argon2id);
        }
        return key;
    }

    /// Whether salt and cost are there.
    public boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// Salt and cost of former passphrases that lie beside it, the oldest first.
    public List<Path> former() {
        return new Generations(file).former();
    }

    private Optional<Argon2id> cost() {
        if (!exists()) {
            return Optional.empty();
        }
        try (var content = Files.newInputStream(file)) {
            return Optional.of(Argon2id.parse(new String(content.readNBytes(LARGEST_FILE), StandardCharsets.US_ASCII)));
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException.Refused(
                    Problem.of("salt and cost in " + file + " cannot be read", "put the file back from a backup"), e);
        }
    }

    private void write(Argon2id argon2id) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory == null) {
                throw new IOException("not a file");
            }
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Durable.write(directory, file.getFileName().toString(), argon2id + "\n");
        } catch (IOException e) {
            throw new StoreException.Refused(
                    Problem.of("salt and cost could not be written to " + file, "check owner, mode and space"), e);
        }
    }

    @Override
    public String name() {
        return "the passphrase";
    }

    private RootKey derive(Argon2id argon2id, Asked asked) {
        char[] passphrase = prompt.ask(asked);
        try {
            if (passphrase.length < SHORTEST) {
                throw new StoreException.Refused(
                        Problem.of("the passphrase is shorter than " + SHORTEST + " characters", "use a longer one"));
            }
            // One form of composed characters, or the same passphrase from another keyboard gives another key.
            String normal = Normalizer.normalize(new String(passphrase), Normalizer.Form.NFC);
            return argon2id.derive(normal.getBytes(StandardCharsets.UTF_8));
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }
}
