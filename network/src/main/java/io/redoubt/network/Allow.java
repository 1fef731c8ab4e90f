package io.redoubt.network;

import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Ports;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.util.List;

/// What may begin a conversation with what, over which ports. Answers come back; all else is denied.
///
/// @param from names of zones
/// @param to   names of zones
public record Allow(List<String> from, List<String> to, List<Ports> ports) {

    static final Key<List<String>> FROM = Key.required(
            "from", ListType.of(Texts.NAME.like("app")).orSingle().notEmpty(), "the zone or zones that begin");
    static final Key<List<String>> TO = Key.required(
            "to", ListType.of(Texts.NAME.like("app")).orSingle().notEmpty(), "the zone or zones that are spoken to");
    private static final Key<List<Ports>> PORT = Key.required(
            "port",
            ListType.of(Ports.TYPE).orSingle().notEmpty(),
            "`8080/tcp`, `8000-8010/tcp` or a name: " + String.join(", ", Ports.knownNames()));

    static final Shape<Allow> SHAPE = Shape.of(
            "a rule", List.of(FROM, TO, PORT), values -> new Allow(values.get(FROM), values.get(TO), values.get(PORT)));

    public Allow {
        from = List.copyOf(from);
        to = List.copyOf(to);
        ports = List.copyOf(ports);
    }
}
