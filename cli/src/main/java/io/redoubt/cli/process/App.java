package io.redoubt.cli.process;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was built or unpacked: jars and options of the JVM, and the runtime that runs them.
///
/// @param directory holds `lib`, with what every process needs, and `server`, with what only the core does
/// @param java      the runtime's home
/// @param seen      what `directory` is called where the process will run
public record App(Path directory, Path java, Path seen) {

    /// Where the launcher says that this process comes from.
    ///
    /// @throws ProblemException when it was not the launcher that started this process
    public static App ofThisProcess() {
        Path directory = Optional.ofNullable(System.getProperty("redoubt.app"))
                .map(Path::of)
                .orElseThrow(() -> new ProblemException(
                        Problem.of("this process was not started by ./redoubt", "start it by the launcher")));
        return new App(directory, Path.of(System.getProperty("java.home")), directory);
    }

    /// The same, for a process that finds both elsewhere.
    public App seenAs(Path itsDirectory, Path itsJava) {
        return new App(directory, itsJava, itsDirectory);
    }

    public Path program() {
        return java.resolve("bin").resolve("java");
    }

    /// Options of the JVM, from the file of that name.
    public String options(String name) {
        return "@" + seen.resolve("lib").resolve(name);
    }

    /// The jars of some of its directories, in one order whatever the machine.
    public String classPath(String... directories) {
        List<String> jars = new ArrayList<>();
        for (String name : directories) {
            jars.addAll(jars(name));
        }
        return String.join(":", jars);
    }

    private List<String> jars(String name) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve(name), "*.jar")) {
            List<String> jars = new ArrayList<>();
            files.forEach(
                    file -> jars.add(seen.resolve(directory.relativize(file)).toString()));
            return jars.stream().sorted().toList();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of("can't read " + directory.resolve(name), "build or unpack redoubt again"));
        }
    }
}
