package io.redoubt.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A program of the machine that tests run for real.
///
/// @param debianPackage what one installs where it is missing
public record Program(String name, String debianPackage) {

    /// Debian keeps servers where the path of a plain user does not lead.
    private static final List<String> BESIDE_THE_PATH = List.of("/usr/sbin", "/sbin", "/usr/lib/postgresql/15/bin");

    /// @throws IllegalStateException where it is not installed: a test that needs it must fail, not be skipped
    public String path() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                .filter(folder -> !folder.isEmpty()),
                        BESIDE_THE_PATH.stream())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(name + " is not installed; run: apt-get install " + debianPackage));
    }
}
