package io.redoubt.policy;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What someone probably meant.
public final class Suggestion {

    private static final int LONGEST = 64;

    private Suggestion() {}

    /// `did you mean 'minimum'?`, when one of the known words is close enough: a slip in every third letter at most.
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.isEmpty() || written.length() > LONGEST) {
            return Optional.empty();
        }
        String best = "";
        int bestDistance = Integer.MAX_VALUE;
        String small = written.toLowerCase(Locale.ROOT).replace('_', '-');
        for (String word : known) {
            int distance = distance(small, word.toLowerCase(Locale.ROOT).replace('_', '-'));
            if (distance < bestDistance) {
                best = word;
                bestDistance = distance;
            }
        }
        boolean close = bestDistance <= Math.min(3, Math.max(written.length(), best.length()) / 3);
        return close ? Optional.of("did you mean " + Quoted.of(best) + "?") : Optional.empty();
    }

    /// The suggestion, or else all that could be meant.
    ///
    /// @param none the mend where nothing is known at all
    public static String orAll(String written, Collection<String> known, String none) {
        if (known.isEmpty()) {
            return none;
        }
        return of(written, known).orElseGet(() -> "use " + oneOf(List.copyOf(known)));
    }

    /// `a, b or c`; from a long list, the first few.
    public static String oneOf(List<String> words) {
        if (words.size() == 1) {
            return words.getFirst();
        }
        if (words.size() > 10) {
            return String.join(", ", words.subList(0, 10)) + ", …";
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    /// Insertions, deletions, substitutions, and swaps of neighbours (optimal string alignment).
    static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 3) {
            return Integer.MAX_VALUE;
        }
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[b.length()];
    }
}
