package io.redoubt.policy;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// One reading of one policy: the problems found so far, and where each value came from. Confined to one thread.
public final class Reader {

    private final References references;
    private final Set<Problem> problems = new LinkedHashSet<>();
    /// By identity: two equal rules stand at two places.
    private final IdentityHashMap<Object, Origin> origins = new IdentityHashMap<>();

    public Reader(References references) {
        this.references = references;
    }

    public void problem(Origin at, String what, String mend) {
        problem(at.problem(what, mend));
    }

    public void problem(Problem problem) {
        if (problems.size() < Limits.PROBLEMS) {
            problems.add(problem);
        }
    }

    /// Where a record of the policy was read.
    public Origin of(Object value) {
        Origin origin = origins.get(value);
        if (origin == null) {
            throw new IllegalArgumentException("not read here: " + value.getClass());
        }
        return origin;
    }

    /// Whether no problem was found here or below.
    public boolean sound(Origin at) {
        for (Problem problem : problems) {
            String path = problem.path();
            boolean below = path.startsWith(at.path())
                    && (path.length() == at.path().length()
                            || at.path().isEmpty()
                            || path.charAt(at.path().length()) == '.'
                            || path.charAt(at.path().length()) == '[');
            if (below) {
                return false;
            }
        }
        return true;
    }

    /// By place, each once.
    public List<Problem> problems() {
        return sorted(problems);
    }

    static List<Problem> sorted(Iterable<Problem> problems) {
        Set<Problem> once = new LinkedHashSet<>();
        problems.forEach(once::add);
        List<Problem> sorted = new ArrayList<>(once);
        sorted.sort(Problem.BY_PLACE);
        return List.copyOf(sorted);
    }

    References references() {
        return references;
    }

    void remember(Object value, Origin at) {
        origins.put(value, at);
    }
}
