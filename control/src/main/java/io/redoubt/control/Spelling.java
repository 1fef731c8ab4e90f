package io.redoubt.control;

import java.util.Comparator;
import java.util.List;

/// What somebody may have meant.
final class Spelling {

    private static final int LONGEST = 100;

    private Spelling() {}

    /// At most three of `known`, the nearest first: one or two slips away, or with `text` as their beginning or end.
    static List<String> nearest(String text, List<String> known) {
        if (text.isBlank() || text.length() > LONGEST) {
            return List.of();
        }
        return known.stream()
                .filter(name -> isNear(text, name))
                .sorted(Comparator.comparingInt((String name) -> distance(text, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
    }

    private static boolean isNear(String text, String name) {
        return name.startsWith(text) || name.endsWith(text) || distance(text, name) <= 1 + text.length() / 5;
    }

    /// Levenshtein's: how many characters are added, left out or replaced.
    static int distance(String left, String right) {
        int[] above = new int[right.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[above.length];
            current[0] = row;
            for (int column = 1; column < current.length; column++) {
                int replaced = above[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[right.length()];
    }
}
