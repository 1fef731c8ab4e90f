package io.redoubt.tls.nginx;

import java.util.List;

/// The lines of a text that differ from those of another, in the manner of `diff -u` without context. What lies between
/// the first and the last difference is shown whole.
final class LineDiff {

    private LineDiff() {}

    static String of(String name, String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int begin = 0;
        while (begin < Math.min(old.size(), now.size()) && old.get(begin).equals(now.get(begin))) {
            begin++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - begin
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        StringBuilder diff = new StringBuilder("--- %s\n+++ %s\n".formatted(name, name));
        diff.append("@@ line ").append(begin + 1).append(" @@\n");
        old.subList(begin, old.size() - tail)
                .forEach(line -> diff.append('-').append(line).append('\n'));
        now.subList(begin, now.size() - tail)
                .forEach(line -> diff.append('+').append(line).append('\n'));
        return diff.toString();
    }
}
