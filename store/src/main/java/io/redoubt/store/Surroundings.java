package io.redoubt.store;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What this process runs in, as far as it decides where data and keys lie.
///
/// @param root        whether it runs as root
/// @param home        the user's home directory
/// @param environment the environment variables
public record Surroundings(boolean root, Path home, Map<String, String> environment) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    public static Surroundings ofThisProcess() {
        return new Surroundings(
                Ownership.ofThisProcess().uid() == 0, Path.of(System.getProperty("user.home")), System.getenv());
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /// `$XDG_DATA_HOME` or `$XDG_CONFIG_HOME`; a relative one is invalid by the XDG specification and ignored.
    Path base(String variable, String fallback) {
        return variable(variable).map(Path::of).filter(Path::isAbsolute).orElseGet(() -> home.resolve(fallback));
    }

    /// A service or environment becomes part of a path, so it is one plain segment.
    static String segment(String kind, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(kind + " is made of a-z, 0-9 and inner hyphens: " + name);
        }
        return name;
    }
}
