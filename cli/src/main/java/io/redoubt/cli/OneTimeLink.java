package io.redoubt.cli;

import io.redoubt.assembly.Policy;
import io.redoubt.assembly.RunningCore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The link that lets one browser into the console, once. It is printed where an operator sees it, and nowhere else.
final class OneTimeLink {

    private OneTimeLink() {}

    /// @return empty where the policy has no console, or the core no control plane
    static Optional<String> of(RunningCore core) {
        Policy policy = core.policy();
        return policy.console()
                .flatMap(console -> core.oneTimePath().map(path -> {
                    int port = policy.edge().map(edge -> edge.listen().https()).orElse(443);
                    return "https://" + console.host() + (port == 443 ? "" : ":" + port) + path;
                }));
    }

    /// Keeps it where only the core's own user can read it.
    ///
    /// @return the file
    static Path write(RunningCore core, String link) {
        Path file = core.instance().directory().run().resolve("console-link");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, link + "\n");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the link can't be kept in " + file, e);
        }
    }
}
