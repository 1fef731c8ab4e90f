package io.redoubt.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One session: lines that begin with `$ ` are typed, all others are what comes back, results and problems together.
/// After the session stand the files that it finds, each behind `-- NAME --`.
///
/// `$ redoubt …` runs the command line in this process, `$ cat FILE` and `$ VARIABLE=value` do what they look like.
/// `[exit N]` is printed after a command that does not end with 0.
record Transcript(String session, Map<String, String> files) {

    static Transcript parse(String text) {
        StringBuilder session = new StringBuilder();
        Map<String, StringBuilder> files = new LinkedHashMap<>();
        StringBuilder current = session;
        for (String line : text.lines().toList()) {
            if (line.startsWith("-- ") && line.endsWith(" --")) {
                current = files.computeIfAbsent(line.substring(3, line.length() - 3), _ -> new StringBuilder());
            } else {
                current.append(line).append('\n');
            }
        }
        Map<String, String> contents = new LinkedHashMap<>();
        files.forEach((name, content) -> contents.put(name, content.toString()));
        return new Transcript(session.toString().stripTrailing() + "\n", contents);
    }

    Transcript with(String otherSession) {
        return new Transcript(otherSession, files);
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(session);
        files.forEach((name, content) ->
                text.append("\n-- ").append(name).append(" --\n").append(content));
        Files.writeString(file, text);
    }

    /// What the session looks like when it is typed again in `home`.
    String replay(Path home) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = home.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        StringBuilder replayed = new StringBuilder();
        Operator operator = new Operator(home);
        for (String line : session.lines().filter(each -> each.startsWith("$ ")).toList()) {
            replayed.append(replayed.isEmpty() ? "" : "\n").append(line).append('\n');
            replayed.append(type(line.substring(2), home, operator));
        }
        return replayed.toString().stripTrailing() + "\n";
    }

    private static String type(String line, Path home, Operator operator) throws IOException {
        List<String> words = words(line);
        String first = words.getFirst();
        if (first.equals("cat")) {
            return Files.readString(home.resolve(words.get(1)));
        }
        if (first.contains("=")) {
            operator.environment.put(first.substring(0, first.indexOf('=')), first.substring(first.indexOf('=') + 1));
            return "";
        }
        Operator.Ran ran = operator.redoubt(words.subList(1, words.size()).toArray(String[]::new));
        return ran.output().replace(home.toString(), "~") + (ran.status() == 0 ? "" : "[exit " + ran.status() + "]\n");
    }

    /// Split at blanks; a word in single quotes keeps its blanks.
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }
}
