package io.redoubt.cli;

import io.redoubt.assembly.Announced;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.PolicyFile;
import io.redoubt.assembly.ProcessReferences;
import io.redoubt.cli.output.PolicyName;
import io.redoubt.control.ControlId;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.policy.References;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The policy that the options name.
final class PolicySource {

    private static final Path DEFAULT = Path.of("redoubt.yaml");

    private final Surroundings surroundings;
    private final CommonOptions options;

    PolicySource(Surroundings surroundings, CommonOptions options) {
        this.surroundings = surroundings;
        this.options = options;
    }

    /// As the operator named it.
    Path path() {
        return options.policy().orElse(DEFAULT);
    }

    PolicyFile file() {
        return file(path());
    }

    PolicyFile file(Path path) {
        if (Files.isDirectory(surroundings.directory().resolve(path))) {
            throw new ProblemException(
                    Problem.of(path + " is a directory", "name the file in it: --policy " + path.resolve(DEFAULT)));
        }
        return new PolicyFile(surroundings.directory(), path, references(path), controls(), surroundings.clock());
    }

    /// With the overlay of the environment that was named.
    Policy load() {
        return file().load(environment());
    }

    PolicyName nameOf(Policy policy) {
        return new PolicyName(path().toString(), environment().orElse(null), "sha256:" + policy.digest());
    }

    Optional<String> environment() {
        return options.env(surroundings);
    }

    References references() {
        return references(path());
    }

    /// At which relative paths in the policy begin.
    Path directory() {
        return directory(path());
    }

    private Path directory(Path path) {
        Path file = surroundings.directory().resolve(path).toAbsolutePath();
        return Optional.ofNullable(file.getParent()).orElse(file);
    }

    private References references(Path path) {
        return new ProcessReferences(surroundings.environment(), directory(path));
    }

    private static Set<String> controls() {
        return Announced.ids().stream().map(ControlId::value).collect(Collectors.toUnmodifiableSet());
    }
}
