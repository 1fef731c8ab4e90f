package io.redoubt.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// The options that say which service a command is about, as they were given: a command that is printed to be pasted
/// needs them too.
final class OptionsInUse {

    private static final Path USUAL = Path.of("redoubt.yaml");

    /// What no shell reads as anything but itself.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private OptionsInUse() {}

    /// @return empty, or with a blank before the first
    static String of(Surroundings surroundings, CommonOptions options) {
        StringBuilder text = new StringBuilder();
        Path usual = surroundings.directory().resolve(USUAL);
        options.policy()
                .filter(policy -> !surroundings.directory().resolve(policy).equals(usual))
                .ifPresent(policy -> append(text, "--policy", policy.toString()));
        // What stands in the environment does so where it is pasted, too.
        Optional<String> around = Optional.ofNullable(surroundings.environment().get("REDOUBT_ENV"));
        options.env(surroundings)
                .filter(env -> around.filter(env::equals).isEmpty())
                .ifPresent(env -> append(text, "--env", env));
        options.data().ifPresent(data -> append(text, "--data", data.toString()));
        options.keyFile().ifPresent(key -> append(text, "--key-file", key.toString()));
        return text.toString();
    }

    private static void append(StringBuilder text, String option, String value) {
        text.append(' ').append(option).append(' ').append(quoted(value));
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
