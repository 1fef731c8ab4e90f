package io.redoubt.cli;

import io.redoubt.control.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command takes.
final class CommonOptions {

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "the policy (default: redoubt.yaml)")
    private @Nullable Path policy;

    @Option(
            names = "--env",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "lay redoubt.NAME.yaml over the policy (default: the variable REDOUBT_ENV)")
    private @Nullable String env;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "the data directory (default: /var/lib/redoubt/SERVICE as root, else in your home)")
    private @Nullable Path data;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "the root key, or the .argon2id of a passphrase (default: /etc/redoubt/SERVICE.key as root,"
                    + " else in your home)")
    private @Nullable Path keyFile;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "PEM roots to trust beside the system's")
    private @Nullable Path trust;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            converter = OutputFormat.Converter.class,
            description = "table (default), json, sarif, junit or markdown")
    private OutputFormat format = OutputFormat.TABLE;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            scope = ScopeType.INHERIT,
            converter = SeverityConverter.class,
            description = "the mildest severity that counts: critical, high, medium or low (default)")
    private Severity failOn = Severity.LOW;

    @Option(
            names = "--only",
            paramLabel = "SECTION",
            split = ",",
            scope = ScopeType.INHERIT,
            description = "only these sections, separated by commas")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "show the stack trace when Redoubt itself fails")
    private boolean debug;

    Optional<Path> policy() {
        return Optional.ofNullable(policy);
    }

    Optional<String> env(Surroundings surroundings) {
        return Optional.ofNullable(env)
                .or(() -> Optional.ofNullable(surroundings.environment().get("REDOUBT_ENV"))
                        .filter(name -> !name.isEmpty()));
    }

    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    Optional<Path> keyFile() {
        return Optional.ofNullable(keyFile);
    }

    Optional<Path> trust() {
        return Optional.ofNullable(trust);
    }

    OutputFormat format() {
        return format;
    }

    Severity failOn() {
        return failOn;
    }

    List<String> only() {
        return List.copyOf(only);
    }

    boolean debug() {
        return debug;
    }
}
