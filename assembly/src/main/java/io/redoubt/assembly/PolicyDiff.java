package io.redoubt.assembly;

import io.redoubt.assembly.Difference.Direction;
import io.redoubt.assembly.Difference.Side;
import io.redoubt.policy.Durations;
import io.redoubt.policy.Node;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ShownPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What differs between two effective policies, key by key. Lists are compared as sets of items.
public final class PolicyDiff {

    /// A shorter time is stricter, except for these.
    private static final Set<String> LONGER_IS_STRICTER = Set.of("renew-before", "keep", "evidence", "access");

    /// The words of a key, from the strictest to the loosest.
    private static final Map<String, List<String>> STRICTEST_FIRST = Map.of(
            "minimum", List.of("1.3", "1.2"),
            "mode", List.of("enforce", "verify"),
            "multi-factor", List.of("required", "optional"),
            "internet", List.of("none", "by-rule"),
            "fail-on", List.of("low", "medium", "high", "critical"),
            "actions", List.of("auto", "lease", "propose", "simulate", "observe"));

    /// What one more item of these lists does.
    private static final Map<String, Direction> ONE_MORE = Map.of(
            "network.allow", Direction.LOOSENS,
            "network.never", Direction.TIGHTENS,
            "network.tests", Direction.TIGHTENS,
            "tls.endpoints", Direction.TIGHTENS,
            "edge.trusted-proxies", Direction.LOOSENS,
            "incidents.never-block", Direction.LOOSENS,
            "data.backups", Direction.TIGHTENS,
            "compliance", Direction.TIGHTENS,
            "ledger.witness", Direction.TIGHTENS,
            "waivers", Direction.LOOSENS);

    private final List<Difference> differences = new ArrayList<>();

    private PolicyDiff() {}

    public static List<Difference> between(Policy before, Policy after) {
        PolicyDiff diff = new PolicyDiff();
        diff.maps("", before.tree(), after.tree());
        return List.copyOf(diff.differences);
    }

    private void maps(String path, Node.Mapping before, Node.Mapping after) {
        Set<String> keys = new LinkedHashSet<>(before.keys());
        keys.addAll(after.keys());
        for (String key : keys) {
            Node.Entry lower = before.entry(key).orElse(null);
            Node.Entry upper = after.entry(key).orElse(null);
            String below = path.isEmpty() ? key : path + "." + key;
            if (lower != null && upper != null) {
                values(below, lower.value(), upper.value());
            } else if (upper != null) {
                add(below, null, side(upper.value(), upper), direction(below, false));
            } else if (lower != null) {
                add(below, side(lower.value(), lower), null, direction(below, true));
            }
        }
    }

    private void values(String path, Node before, Node after) {
        if (PolicyDigest.canonical(before).equals(PolicyDigest.canonical(after))) {
            return;
        }
        if (before instanceof Node.Mapping lower && after instanceof Node.Mapping upper) {
            maps(path, lower, upper);
        } else if (before instanceof Node.Sequence lower && after instanceof Node.Sequence upper) {
            lists(path, lower, upper);
        } else {
            add(path, side(before), side(after), direction(path, before, after));
        }
    }

    private void lists(String path, Node.Sequence before, Node.Sequence after) {
        Map<String, Node> lower = byText(before);
        Map<String, Node> upper = byText(after);
        int found = differences.size();
        lower.forEach((text, item) -> {
            if (!upper.containsKey(text)) {
                add(path, side(item), null, direction(path, true));
            }
        });
        upper.forEach((text, item) -> {
            if (!lower.containsKey(text)) {
                add(path, null, side(item), direction(path, false));
            }
        });
        if (differences.size() == found) {
            add(path, side(before), side(after), Direction.CHANGES);
        }
    }

    private static Map<String, Node> byText(Node.Sequence list) {
        Map<String, Node> items = new LinkedHashMap<>();
        list.items().forEach(item -> items.put(PolicyDigest.canonical(item), item));
        return items;
    }

    private void add(String path, @Nullable Side before, @Nullable Side after, Direction direction) {
        differences.add(new Difference(path, before, after, direction));
    }

    private static Side side(Node node) {
        return new Side(ShownPolicy.flow(node), node.place());
    }

    /// A section is placed at its key, which is what was written or taken away.
    private static Side side(Node node, Node.Entry entry) {
        return new Side(side(node).text(), entry.place());
    }

    private static Direction direction(String path, boolean gone) {
        boolean section =
                PolicyShape.SECTIONS.stream().anyMatch(each -> each.name().equals(path));
        Direction more = section ? Direction.TIGHTENS : ONE_MORE.getOrDefault(path, Direction.CHANGES);
        if (!gone || more == Direction.CHANGES) {
            return more;
        }
        return more == Direction.TIGHTENS ? Direction.LOOSENS : Direction.TIGHTENS;
    }

    private static Direction direction(String path, Node before, Node after) {
        if (!(before instanceof Node.Scalar lower) || !(after instanceof Node.Scalar upper)) {
            return Direction.CHANGES;
        }
        String key = path.substring(path.lastIndexOf('.') + 1);
        List<String> words = STRICTEST_FIRST.getOrDefault(key, List.of());
        if (words.contains(lower.text()) && words.contains(upper.text())) {
            return compare(words.indexOf(lower.text()), words.indexOf(upper.text()));
        }
        if (Durations.parse(lower.text()) instanceof Parsed.Value<Duration>(Duration earlier)
                && Durations.parse(upper.text()) instanceof Parsed.Value<Duration>(Duration later)
                && !key.equals("timeout")) {
            int change = later.compareTo(earlier);
            return LONGER_IS_STRICTER.contains(key) ? compare(change, 0) : compare(0, change);
        }
        return Direction.CHANGES;
    }

    /// How loose it was, and how loose it is.
    private static Direction compare(int before, int after) {
        if (before == after) {
            return Direction.CHANGES;
        }
        return before < after ? Direction.LOOSENS : Direction.TIGHTENS;
    }
}
