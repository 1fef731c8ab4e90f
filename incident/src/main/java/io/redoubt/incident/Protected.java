package io.redoubt.incident;

import io.redoubt.policy.Cidr;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Texts;

/// Who is never blocked.
public sealed interface Protected {

    /// Every address of a zone.
    record Zone(String name) implements Protected {}

    record Block(Cidr block) implements Protected {}

    ScalarType<Protected> TYPE = ScalarType.of("a zone or a block of addresses", "admin", Protected::parse);

    private static Parsed<Protected> parse(String text) {
        Parsed<String> name = Texts.NAME.parser().apply(text);
        return name instanceof Parsed.Value<String>
                ? name.map(Zone::new)
                : Cidr.parse(text).map(Block::new);
    }
}
