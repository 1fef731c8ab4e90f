package io.redoubt.cli;

import io.redoubt.assembly.Policy;
import io.redoubt.assembly.RunningCore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The link that lets one browser into the console, once. It is shown on a terminal, where an operator sees it, and
/// lies in a file of the core's own user; it goes nowhere else.
final class OneTimeLink {

    private static final String FILE = "console-link";

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
    static synchronized Path write(RunningCore core, String link) {
        Path file = file(core);
        try {
            forget(core);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, link + "\n");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the link can't be kept in " + file, e);
        }
    }

    /// Deletes the file, also one that another core left behind: its links ended with it.
    static void forget(RunningCore core) {
        try {
            Files.deleteIfExists(file(core));
        } catch (IOException e) {
            throw new UncheckedIOException("a link that does not hold stays in " + file(core), e);
        }
    }

    private static Path file(RunningCore core) {
        return core.instance().directory().run().resolve(FILE);
    }
}
