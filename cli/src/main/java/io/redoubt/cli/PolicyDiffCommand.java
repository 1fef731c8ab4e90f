package io.redoubt.cli;

import io.redoubt.assembly.Difference;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.PolicyDiff;
import io.redoubt.cli.output.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `redoubt policy diff BEFORE [AFTER]`: what changes, key by key, between files and stored revisions.
@Command(
        name = "diff",
        description = "Print what changes from one policy to another, key by key.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  redoubt policy diff active                      from the active revision to redoubt.yaml",
            "  redoubt policy diff sha256:f54cc82b active      between stored ones: `redoubt policy revisions`",
            "  redoubt policy diff old.yaml                    from old.yaml to redoubt.yaml",
            "  redoubt policy diff old.yaml new.yaml --env production"
        })
final class PolicyDiffCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "BEFORE",
            description = "a policy file, `active`, or sha256: and 8 digits or more of a stored revision")
    private @Nullable String before;

    @Parameters(index = "1", arity = "0..1", paramLabel = "AFTER", description = "another one (default: --policy)")
    private @Nullable String after;

    private final AtInstance at;

    PolicyDiffCommand(AtInstance at) {
        this.at = at;
    }

    @Override
    public Integer call() throws InterruptedException {
        String from = Optional.ofNullable(before).orElseThrow();
        String to = Optional.ofNullable(after).orElse(at.source().path().toString());
        if (Stream.of(from, to).noneMatch(StoredRevisions::isOne)) {
            return print(load(from), load(to));
        }
        return at.run((_, instance) -> {
            StoredRevisions revisions = new StoredRevisions(instance, at.source());
            return print(read(from, revisions), read(to, revisions));
        });
    }

    private Policy read(String word, StoredRevisions revisions) {
        return StoredRevisions.isOne(word) ? revisions.read(revisions.find(word)) : load(word);
    }

    private Policy load(String file) {
        return at.source().file(Path.of(file)).load(at.source().environment());
    }

    private int print(Policy from, Policy to) {
        List<Difference> differences = PolicyDiff.between(from, to);
        differences.forEach(at.out()::println);
        if (differences.isEmpty()) {
            at.out().println("no difference");
        }
        return ExitStatus.SOUND.code();
    }
}
