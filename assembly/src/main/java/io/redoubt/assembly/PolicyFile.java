package io.redoubt.assembly;

import io.redoubt.policy.Credentials;
import io.redoubt.policy.Node;
import io.redoubt.policy.Place;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.policy.References;
import io.redoubt.policy.Suggestion;
import io.redoubt.policy.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A policy on disk: `redoubt.yaml`, and beside it an overlay for each environment, `redoubt.production.yaml`.
public final class PolicyFile {

    /// One byte more than a policy may have, so that a larger one is seen to be.
    private static final int READ_AT_MOST = (1 << 20) + 1;

    private final Path directory;
    private final Path base;
    private final PolicyReading reading;

    /// @param directory  where a relative path begins
    /// @param base       as the operator named it; problems name it the same way
    /// @param references where `{ env: X }` and `{ file: P }` are looked up
    /// @param controls   the ids that waivers and cadences may name
    public PolicyFile(Path directory, Path base, References references, Set<String> controls, InstantSource clock) {
        this.directory = directory;
        this.base = base;
        this.reading = new PolicyReading(references, controls, clock);
    }

    /// One file as it was read, or what keeps it from being read.
    private record Layer(Optional<Node.Mapping> tree, List<Problem> problems) {}

    /// The policy, with the overlay of an environment laid over it.
    ///
    /// @throws ProblemException with every problem, sorted by place
    public Policy load(Optional<String> environment) {
        return load(read(base), environment);
    }

    private Policy load(Layer lower, Optional<String> environment) {
        List<Problem> problems = new ArrayList<>(lower.problems());
        Optional<Node.Mapping> tree = lower.tree();
        if (environment.isPresent()) {
            Layer upper = read(overlay(environment.get()));
            problems.addAll(upper.problems());
            tree = tree.flatMap(below -> upper.tree().map(above -> merge(below, above)));
        }
        return reading.read(tree.orElseThrow(() -> new ProblemException(sorted(problems))), environment, problems);
    }

    private static Node.Mapping merge(Node.Mapping below, Node.Mapping above) {
        if (PolicyShape.SHAPE.merge(below, above) instanceof Node.Mapping merged) {
            return merged;
        }
        throw new IllegalStateException("two maps make a map");
    }

    /// The policy of every environment; the base alone only where there is no overlay.
    ///
    /// @throws ProblemException with all their problems, each once; what only some have names them
    public List<Policy> check() {
        List<Policy> policies = new ArrayList<>();
        Map<Problem, List<String>> found = new LinkedHashMap<>();
        Set<String> environments = environments();
        Layer lower = read(base);
        if (environments.isEmpty()) {
            return List.of(load(lower, Optional.empty()));
        }
        for (String environment : environments) {
            try {
                policies.add(load(lower, Optional.of(environment)));
            } catch (ProblemException e) {
                e.problems()
                        .forEach(problem -> found.computeIfAbsent(problem, each -> new ArrayList<>())
                                .add(environment));
            }
        }
        if (!found.isEmpty()) {
            throw new ProblemException(sorted(named(found, environments.size())));
        }
        return policies;
    }

    private static List<Problem> named(Map<Problem, List<String>> found, int environments) {
        List<Problem> problems = new ArrayList<>();
        found.forEach((problem, in) -> {
            boolean everywhere = in.size() == environments;
            String what = everywhere ? problem.what() : problem.what() + " (--env " + String.join(", ", in) + ")";
            problems.add(new Problem(problem.place(), problem.path(), what, problem.mend()));
        });
        return problems;
    }

    /// The environments that have an overlay beside the policy.
    public Set<String> environments() {
        String name = name();
        String stem = stem(name);
        String extension = name.substring(stem.length());
        Set<String> environments = new TreeSet<>();
        Path beside = directory.resolve(Optional.ofNullable(base.getParent()).orElse(Path.of("")));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(beside)) {
            for (Path file : files) {
                String other = String.valueOf(file.getFileName());
                boolean overlay = other.startsWith(stem + ".")
                        && other.endsWith(extension)
                        && other.length() > stem.length() + extension.length() + 1;
                String environment =
                        overlay ? other.substring(stem.length() + 1, other.length() - extension.length()) : "";
                // A pipe would be waited for, and nobody named it.
                if (isName(environment) && Files.isRegularFile(file)) {
                    environments.add(environment);
                }
            }
        } catch (IOException e) {
            // A directory that can't be listed is told of when the policy in it can't be read.
            return Set.of();
        }
        return environments;
    }

    private Path overlay(String environment) {
        if (!isName(environment)) {
            throw new ProblemException(Problem.of(
                    "the name of an environment is a-z, 0-9 and -, a letter first, 63 at most",
                    "use --env production"));
        }
        String stem = stem(name());
        Path overlay = base.resolveSibling(stem + "." + environment + name().substring(stem.length()));
        if (!Files.isRegularFile(directory.resolve(overlay))) {
            Set<String> there = environments();
            String mend = there.isEmpty()
                    ? "there is no overlay; create it, or leave out --env"
                    : Suggestion.of(environment, there).orElse("there is " + Suggestion.oneOf(List.copyOf(there)));
            throw new ProblemException(Problem.of("there is no %s".formatted(overlay), mend));
        }
        return overlay;
    }

    private Layer read(Path file) {
        try (InputStream in = Files.newInputStream(directory.resolve(file))) {
            Node.Mapping tree = Yaml.read(file.toString(), in.readNBytes(READ_AT_MOST));
            return new Layer(Optional.of(tree), Credentials.in(tree));
        } catch (ProblemException e) {
            return new Layer(Optional.empty(), e.problems());
        } catch (NoSuchFileException e) {
            return unreadable(Problem.of(
                    "there is no %s".formatted(file), "'redoubt init' writes one, or name it by --policy FILE"));
        } catch (IOException e) {
            return unreadable(new Problem(
                    new Place(file.toString(), 1, 1), "", "can't be read", "check that it is a file you may read"));
        }
    }

    /// A whole policy from one text, as a stored revision holds it.
    ///
    /// @param name what problems call it
    /// @throws ProblemException with every problem, sorted by place
    public Policy read(String name, String text, Optional<String> environment) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= READ_AT_MOST) {
            throw new ProblemException(Problem.of(name + " is longer than 1 MiB", "say less"));
        }
        Node.Mapping tree = Yaml.read(name, bytes);
        return reading.read(tree, environment, Credentials.in(tree));
    }

    private static Layer unreadable(Problem problem) {
        return new Layer(Optional.empty(), List.of(problem));
    }

    private String name() {
        return String.valueOf(base.getFileName());
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= 63
                && Character.isLowerCase(text.charAt(0))
                && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream().distinct().sorted(Problem.BY_PLACE).toList();
    }
}
