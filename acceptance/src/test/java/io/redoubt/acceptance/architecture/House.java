package io.redoubt.acceptance.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The house as it is built: the modules that the root POM lists, and their classes as compiled, without tests.
final class House {
    private static final Pattern MODULE = Pattern.compile("<module>([a-z]+)</module>");

    static final String BASE = "io.redoubt";

    /// Each module's floor. An arrow points to a lower one, never sideways; what lies beside the house may look
    /// anywhere.
    static final Map<String, Integer> FLOORS = Map.ofEntries(
            Map.entry("policy", 0),
            Map.entry("store", 1),
            Map.entry("ledger", 2),
            Map.entry("control", 3),
            Map.entry("wire", 3),
            Map.entry("authority", 3),
            Map.entry("network", 4),
            Map.entry("secrets", 4),
            Map.entry("tls", 4),
            Map.entry("identity", 4),
            Map.entry("access", 4),
            Map.entry("data", 4),
            Map.entry("scan", 4),
            Map.entry("compliance", 4),
            Map.entry("incident", 4),
            Map.entry("edge", 4),
            Map.entry("assembly", 5),
            Map.entry("cli", 6),
            Map.entry("server", 6));

    static final List<String> BESIDE = List.of("testkit", "acceptance", "bench");

    /// The domains and the sections of the policy that they implement. A domain takes its name from the one or the
    /// other.
    static final Map<String, String> DOMAINS = Map.of(
            "network", "network",
            "secrets", "secrets",
            "tls", "tls",
            "identity", "authentication",
            "access", "authorization",
            "data", "data",
            "scan", "scanning",
            "compliance", "compliance",
            "incident", "incidents");

    static final Path ROOT = root();

    static final List<String> MODULES = modules();

    static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(module -> ROOT.resolve(module).resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList());

    private House() {}

    static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(BASE) || type.getPackageName().startsWith(BASE + ".");
    }

    /// The module of one of our classes: the package below the base.
    static String module(JavaClass type) {
        String below = type.getPackageName().substring(BASE.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    /// The package of a module that others may see.
    static String facadePackage(String module) {
        return BASE + "." + module;
    }

    static String capitalised(String module) {
        return module.substring(0, 1).toUpperCase(Locale.ROOT) + module.substring(1);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(directory.resolve("redoubt"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    private static List<String> modules() {
        return MODULE.matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
