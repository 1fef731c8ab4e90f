package io.redoubt.edge;

import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.util.List;

/// The section `console`: Redoubt's own pages, on a host of their own.
///
/// @param from the zones that may reach it
public record ConsolePolicy(String host, List<String> from) {

    private static final Key<HostName> HOST = Key.required("host", HostName.TYPE, "a host that no route has");
    private static final Key<List<String>> FROM =
            Key.required("from", ListType.of(Texts.NAME).orSingle().notEmpty(), "the zones that may reach it");

    public static final Shape<ConsolePolicy> SHAPE = Shape.of(
            "the section console",
            List.of(HOST, FROM),
            values -> new ConsolePolicy(values.get(HOST).text(), values.get(FROM)));

    public ConsolePolicy {
        from = List.copyOf(from);
    }
}
