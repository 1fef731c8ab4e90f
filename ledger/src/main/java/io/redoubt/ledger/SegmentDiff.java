package io.redoubt.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells what was done to a segment, by the leaf hashes that it should have and those that it has.
final class SegmentDiff {

    private final long first;
    private final List<Hash> expected;
    private final List<Found> found;
    private final Map<Hash, Integer> places = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    /// What stands in a segment: an entry's leaf hash, or why there is none.
    record Found(@Nullable Hash leaf, String why) {}

    private SegmentDiff(long first, List<Hash> expected, List<Found> found) {
        this.first = first;
        this.expected = expected;
        this.found = found;
        for (int i = 0; i < expected.size(); i++) {
            places.putIfAbsent(expected.get(i), i);
        }
    }

    static List<Finding> of(long first, List<Hash> expected, List<Found> found) {
        SegmentDiff diff = new SegmentDiff(first, expected, found);
        if (expected.size() == found.size()) {
            diff.inPlace();
        } else {
            diff.shifted();
        }
        return diff.findings;
    }

    private void inPlace() {
        for (int i = 0; i < expected.size(); i++) {
            if (!matches(i, i)) {
                Integer origin = origin(i);
                if (origin == null) {
                    altered(i, i);
                } else {
                    add(Finding.Kind.MOVED, i, i, "entry " + (first + origin) + " stands in its place");
                }
            }
        }
    }

    private void shifted() {
        int e = 0;
        int f = 0;
        while (e < expected.size() && f < found.size()) {
            Integer origin = origin(f);
            if (matches(e, f)) {
                e++;
                f++;
            } else if (origin != null && origin > e) {
                missing(e, origin - 1);
                e = origin;
            } else if (origin != null) {
                add(Finding.Kind.INSERTED, e, e, "entry " + (first + origin) + " stands before it again");
                f++;
            } else if (matches(e, f + 1)) {
                add(Finding.Kind.INSERTED, e, e, "something that was never recorded stands before it");
                f++;
            } else {
                altered(e, f);
                e++;
                f++;
            }
        }
        if (e < expected.size()) {
            missing(e, expected.size() - 1);
        }
        if (f < found.size()) {
            int end = expected.size();
            add(Finding.Kind.INSERTED, end, end, (found.size() - f) + " entries stand behind the segment's last");
        }
    }

    private boolean matches(int e, int f) {
        if (e >= expected.size() || f >= found.size()) {
            return false;
        }
        return expected.get(e).equals(found.get(f).leaf());
    }

    private @Nullable Integer origin(int f) {
        Hash leaf = found.get(f).leaf();
        return leaf == null ? null : places.get(leaf);
    }

    private void altered(int e, int f) {
        add(Finding.Kind.ALTERED, e, e, "altered: " + found.get(f).why());
    }

    private void missing(int from, int to) {
        add(Finding.Kind.MISSING, from, to, "missing");
    }

    private void add(Finding.Kind kind, int from, int to, String what) {
        findings.add(new Finding(kind, first + from, first + to, what));
    }
}
