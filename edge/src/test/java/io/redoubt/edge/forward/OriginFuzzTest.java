package io.redoubt.edge.forward;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.util.AsciiString;
import io.redoubt.edge.limit.AddressSet;
import io.redoubt.edge.message.Authority;
import io.redoubt.edge.message.BodyLength;
import io.redoubt.edge.message.FieldName;
import io.redoubt.edge.message.Fields;
import io.redoubt.edge.message.Protocol;
import io.redoubt.edge.message.RefusedException;
import io.redoubt.edge.message.RequestHead;
import io.redoubt.edge.message.Target;
import io.redoubt.policy.Address;
import io.redoubt.policy.Cidr;
import java.util.List;

class OriginFuzzTest {

    private static final Address PROXY = Address.parse("10.0.0.1").get();
    private static final AddressSet TRUSTED =
            new AddressSet(List.of(Cidr.parse("10.0.0.0/8").get()));

    /// What a trusted proxy says makes a chain of addresses and nothing else, whoever wrote the rest of it.
    @FuzzTest(maxDuration = "5m")
    void forwarded_for(byte[] bytes) throws RefusedException {
        Fields fields = new Fields();
        fields.add(FieldName.X_FORWARDED_FOR, FieldName.X_FORWARDED_FOR.text(), new AsciiString(bytes));
        RequestHead request = new RequestHead(
                Protocol.HTTP_1_1,
                AsciiString.of("GET"),
                new Target(AsciiString.of("/"), "/"),
                new Authority(AsciiString.of("a"), "a"),
                fields,
                BodyLength.NONE,
                false,
                false);
        Origin origin = Origin.of(request, PROXY, TRUSTED);
        String[] hops = origin.chain().split(", ", -1);
        assertThat(hops[hops.length - 1]).isEqualTo("10.0.0.1");
        for (String hop : hops) {
            assertThat(Address.parse(hop).get().toString()).isEqualTo(hop);
        }
        assertThat(hops[0]).isEqualTo(origin.client().toString());
    }
}
