package io.redoubt.network;

import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Ports;
import io.redoubt.policy.Shape;
import java.util.List;

/// What must not happen, whatever is allowed later: proved for every packet, and probed.
///
/// @param ports every port where it is empty
public record Never(List<String> from, List<String> to, List<Ports> ports) {

    private static final Key<List<Ports>> PORT = Key.of(
            "port", ListType.of(Ports.TYPE).orSingle(), "[]", "on these ports only; every port where it is empty");

    static final Shape<Never> SHAPE = Shape.of(
            "a rule",
            List.of(Allow.FROM, Allow.TO, PORT),
            values -> new Never(values.get(Allow.FROM), values.get(Allow.TO), values.get(PORT)));

    public Never {
        from = List.copyOf(from);
        to = List.copyOf(to);
        ports = List.copyOf(ports);
    }

    public boolean covers(String fromZone, String toZone, Ports port) {
        return from.contains(fromZone) && to.contains(toZone) && coversPort(port);
    }

    boolean coversPort(Ports port) {
        return ports.isEmpty() || ports.stream().anyMatch(port::overlaps);
    }
}
