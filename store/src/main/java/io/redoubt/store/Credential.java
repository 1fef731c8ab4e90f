package io.redoubt.store;

import io.redoubt.policy.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A root key that systemd hands over (`LoadCredential=redoubt.key:…`, `LoadCredentialEncrypted=…`). systemd decides
/// who can read the file, so its mode and owner are not judged here.
public record Credential(Path file) implements RootKeySource {

    /// The name that the unit gives to the credential.
    public static final String NAME = "redoubt.key";

    /// The credential of this process, where systemd gave one.
    public static Optional<Credential> find(Surroundings surroundings) {
        return surroundings
                .variable("CREDENTIALS_DIRECTORY")
                .map(directory -> Path.of(directory).resolve(NAME))
                .filter(Files::isRegularFile)
                .map(Credential::new);
    }

    @Override
    public Optional<RootKey> read() {
        try {
            return Optional.of(KeyFile.parse(file, Files.newInputStream(file)));
        } catch (IOException e) {
            throw new StoreException.Refused(
                    Problem.of("the credential " + file + " cannot be read", "check LoadCredential= in the unit"), e);
        }
    }

    @Override
    public RootKey create() {
        throw new StoreException.Refused(Problem.of(
                "the credential " + file + " is not there",
                "make one with 32 random bytes, then start the unit again"));
    }

    @Override
    public String name() {
        return file.toString();
    }
}
