package io.redoubt.tls.nginx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// The files of a configuration, found as nginx finds them, without running it.
public final class NginxFiles {

    private static final int MOST_FILES = 1_000;
    private static final int LARGEST_FILE = 1 << 20;

    private final Path main;
    private final Map<Path, NginxFile> files = new LinkedHashMap<>();

    private NginxFiles(Path main) {
        this.main = main;
    }

    /// @param main absolute
    /// @throws IOException when a file can't be read, or there are too many
    public static NginxConfiguration read(Path main) throws IOException, NginxSyntaxException {
        NginxFiles all = new NginxFiles(main);
        all.add(main);
        return new NginxConfiguration(main, all.files);
    }

    private void add(Path path) throws IOException, NginxSyntaxException {
        if (files.containsKey(path)) {
            return;
        }
        if (files.size() == MOST_FILES) {
            throw new IOException(main + " includes more than " + MOST_FILES + " files");
        }
        NginxFile file = NginxFile.parse(path, text(path));
        files.put(path, file);
        include(file.directives());
    }

    static String text(Path path) throws IOException {
        if (Files.size(path) > LARGEST_FILE) {
            throw new IOException(path + " is larger than 1 MiB");
        }
        return Files.readString(path, StandardCharsets.ISO_8859_1);
    }

    private void include(List<NginxDirective> block) throws IOException, NginxSyntaxException {
        for (NginxDirective directive : block) {
            if (directive.name().equals("include") && directive.values().size() == 1) {
                for (Path each : matching(
                        NginxConfiguration.resolved(main, directive.values().getFirst()))) {
                    add(each);
                }
            }
            include(directive.block());
        }
    }

    /// As glob(3), each part of the path by itself.
    private static List<Path> matching(Path pattern) throws IOException {
        List<Path> found = List.of(Path.of("/"));
        for (Path part : pattern) {
            List<Path> deeper = new ArrayList<>();
            for (Path directory : found) {
                if (part.toString().matches("[^*?\\[]*")) {
                    Path named = directory.resolve(part);
                    if (Files.exists(named)) {
                        deeper.add(named);
                    }
                } else if (Files.isDirectory(directory)) {
                    deeper.addAll(matching(directory, part.toString()));
                }
            }
            found = deeper;
        }
        return found;
    }

    private static List<Path> matching(Path directory, String pattern) throws IOException {
        PathMatcher matcher;
        try {
            // Braces mean nothing in glob(3).
            matcher = FileSystems.getDefault()
                    .getPathMatcher("glob:" + pattern.replace("{", "\\{").replace("}", "\\}"));
        } catch (PatternSyntaxException _) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> !String.valueOf(path.getFileName()).startsWith(".") || pattern.startsWith("."))
                    .filter(path -> matcher.matches(directory.relativize(path)))
                    .sorted()
                    .toList();
        }
    }
}
