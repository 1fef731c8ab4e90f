package io.redoubt.store;

import java.security.SecureRandom;

/// Where the root key of a service comes from unless the operator names a file and systemd hands none over.
public record UsualKeys(KeyFile file, Passphrase passphrase) {

    public static UsualKeys of(
            String service, Surroundings surroundings, Passphrase.Prompt prompt, SecureRandom random) {
        return new UsualKeys(
                new KeyFile(KeyFile.locate(service, surroundings), random),
                new Passphrase(Passphrase.locate(service, surroundings), prompt, random));
    }

    /// A passphrase where one was chosen, else the key file.
    public RootKeySource present() {
        return passphrase.exists() ? passphrase : file;
    }
}
