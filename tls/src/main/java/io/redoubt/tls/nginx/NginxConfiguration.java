package io.redoubt.tls.nginx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;

/// The whole configuration: all files, put together as nginx does it.
public final class NginxConfiguration {

    private static final int MOST_INCLUDES = 10_000;

    private final Path main;
    private final Map<Path, NginxFile> files;
    private final List<NginxDirective> top;
    private int included;

    /// @param files all that nginx reads, by their names in its own dump
    NginxConfiguration(Path main, Map<Path, NginxFile> files) throws NginxSyntaxException {
        this.main = main;
        this.files = files;
        NginxFile first = files.get(main);
        if (first == null) {
            throw new NginxSyntaxException("nginx does not read " + main);
        }
        this.top = flat(first.directives(), new HashSet<>(Set.of(main)));
    }

    /// The first values of all directives of a name, wherever they stand: paths, as written.
    public SequencedSet<String> valuesOf(String name) throws NginxSyntaxException {
        SequencedSet<String> values = new LinkedHashSet<>();
        collect(name, top, values);
        return values;
    }

    private void collect(String name, List<NginxDirective> block, Set<String> values) throws NginxSyntaxException {
        for (NginxDirective directive : block) {
            if (directive.name().equals(name) && !directive.values().isEmpty()) {
                values.add(directive.values().getFirst());
            }
            collect(name, flat(directive.block(), new HashSet<>()), values);
        }
    }

    Optional<String> topValue(String name) {
        return top.stream()
                .filter(directive ->
                        directive.name().equals(name) && !directive.values().isEmpty())
                .map(directive -> directive.values().getFirst())
                .findFirst();
    }

    /// The TLS servers of `http`, in order.
    List<NginxServer> servers() throws NginxSyntaxException {
        List<NginxServer> servers = new ArrayList<>();
        for (NginxDirective http : top) {
            if (http.name().equals("http")) {
                for (NginxDirective server : flat(http.block(), new HashSet<>())) {
                    if (server.name().equals("server")) {
                        servers.add(new NginxServer(server, flat(server.block(), new HashSet<>())));
                    }
                }
            }
        }
        return servers;
    }

    /// Includes replaced by what they include.
    private List<NginxDirective> flat(List<NginxDirective> block, Set<Path> within) throws NginxSyntaxException {
        List<NginxDirective> flat = new ArrayList<>();
        for (NginxDirective directive : block) {
            if (!directive.name().equals("include") || directive.values().size() != 1) {
                flat.add(directive);
                continue;
            }
            Pattern wanted = glob(resolved(directive.values().getFirst()).toString());
            for (Map.Entry<Path, NginxFile> file : files.entrySet()) {
                if (wanted.matcher(file.getKey().toString()).matches()) {
                    included++;
                    if (included > MOST_INCLUDES || within.contains(file.getKey())) {
                        throw new NginxSyntaxException("too many includes");
                    }
                    Set<Path> deeper = new HashSet<>(within);
                    deeper.add(file.getKey());
                    flat.addAll(flat(file.getValue().directives(), deeper));
                }
            }
        }
        return flat;
    }

    /// Relative names begin where the main file lies.
    public Path resolved(String name) {
        return resolved(main, name);
    }

    static Path resolved(Path main, String name) {
        Path directory = main.getParent();
        return directory == null ? Path.of(name) : directory.resolve(name);
    }

    /// As glob(3): `*` and `?` match no `/`.
    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '[', ']', '-' -> regex.append(c);
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString());
        } catch (java.util.regex.PatternSyntaxException _) {
            return Pattern.compile(Pattern.quote(pattern));
        }
    }
}
