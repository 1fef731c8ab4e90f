package io.redoubt.network;

import io.redoubt.policy.Address;
import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.Ports;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.util.List;

/// What an operator expects of the rules, as a test of them.
public record FlowTest(Expect expect, Party from, Party to, Ports port) {

    /// The outcome.
    public enum Expect {
        ALLOW,
        DENY
    }

    /// An end of the conversation.
    public sealed interface Party {

        /// Any address of a zone.
        record Zone(String name) implements Party {}

        /// This one.
        record Host(Address address) implements Party {}

        ScalarType<Party> TYPE = ScalarType.of("a zone or an address", "203.0.113.9", Party::parse);

        private static Parsed<Party> parse(String text) {
            Parsed<String> name = Texts.NAME.parser().apply(text);
            return name instanceof Parsed.Value<String>
                    ? name.map(Zone::new)
                    : switch (Address.parse(text)) {
                        case Parsed.Value<Address>(Address address) -> Parsed.value(new Host(address));
                        case Parsed.Wrong<Address> _ ->
                            Parsed.wrong("is not a zone or an address", "use one such as 203.0.113.9");
                    };
        }
    }

    private static final Key<Expect> EXPECT =
            Key.required("expect", ScalarType.words("an expectation", Expect.values()), "`allow` or `deny`");
    private static final Key<Party> FROM = Key.required("from", Party.TYPE, "a zone or one address");
    private static final Key<Party> TO = Key.required("to", Party.TYPE, "a zone or one address");
    private static final Key<Ports> PORT = Key.required("port", Ports.TYPE, "as in `allow`");

    static final Shape<FlowTest> SHAPE = Shape.of(
            "a test",
            List.of(EXPECT, FROM, TO, PORT),
            values -> new FlowTest(values.get(EXPECT), values.get(FROM), values.get(TO), values.get(PORT)));
}
