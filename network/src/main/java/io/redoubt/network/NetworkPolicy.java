package io.redoubt.network;

import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.MapType;
import io.redoubt.policy.Mode;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The section `network`: which zones there are and which of them may speak. What is not allowed is denied, both ways,
/// also inside a zone.
///
/// @param zones by name
public record NetworkPolicy(
        Mode mode, Map<String, Zone> zones, List<Allow> allow, List<Never> never, List<FlowTest> tests) {

    private static final Key<Mode> MODE =
            Key.of("mode", Mode.TYPE, "verify", "`verify` only looks; `enforce` lets `network apply` set the firewall");
    private static final Key<Map<String, Zone>> ZONES =
            Key.of("zones", new MapType<>(Texts.NAME, Zone.TYPE), "{}", "the zones by name; they do not overlap");
    private static final Key<List<Allow>> ALLOW =
            Key.of("allow", ListType.of(Allow.SHAPE), "[]", "what may begin a conversation; all else is denied");
    private static final Key<List<Never>> NEVER = Key.of(
            "never",
            ListType.of(Never.SHAPE).growing(),
            "[]",
            "what must not happen: proved for every packet, and probed; an overlay only adds to it");
    private static final Key<List<FlowTest>> TESTS =
            Key.of("tests", ListType.of(FlowTest.SHAPE), "[]", "what you expect of the rules");

    public static final Shape<NetworkPolicy> SHAPE = Shape.of(
                    "the section network",
                    List.of(MODE, ZONES, ALLOW, NEVER, TESTS),
                    values -> new NetworkPolicy(
                            values.get(MODE),
                            values.get(ZONES),
                            values.get(ALLOW),
                            values.get(NEVER),
                            values.get(TESTS)))
            .always(new ZoneRules()::check);

    public NetworkPolicy {
        allow = List.copyOf(allow);
        never = List.copyOf(never);
        tests = List.copyOf(tests);
    }

    /// The zone that is everything else.
    public Optional<String> rest() {
        return zones.keySet().stream().filter(name -> Zone.isRest(zones, name)).findFirst();
    }

    /// The zone that runs the edge and Redoubt itself.
    public Optional<String> loadBalancer() {
        return zones.entrySet().stream()
                .filter(zone -> zone.getValue() instanceof Zone.Declared declared
                        && declared.runs().isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
