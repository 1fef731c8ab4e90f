package io.redoubt.testkit;

import io.redoubt.testkit.HelloAnswer.Alert;
import io.redoubt.testkit.HelloAnswer.Choose;
import io.redoubt.testkit.HelloAnswer.KeyExchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// How servers before TLS 1.3 choose: their highest version that is not above the client's, and under it the first of
/// their own suites that the client offers.
///
/// @param offers by version, two bytes each: `0x0300` for SSLv3
public record OldServerPolicy(SortedMap<Integer, List<Offer>> offers) implements Function<HeardHello, HelloAnswer> {

    private static final int HANDSHAKE_FAILURE = 40;
    private static final int PROTOCOL_VERSION = 70;

    /// A suite and how it agrees on keys.
    public record Offer(int suite, KeyExchange keyExchange) {

        public static Offer ofStatic(int suite) {
            return new Offer(suite, new KeyExchange.Static());
        }

        public static Offer ofField(int suite, int bits) {
            return new Offer(suite, new KeyExchange.Field(bits));
        }

        public static Offer ofCurve(int suite, int group) {
            return new Offer(suite, new KeyExchange.Curve(group));
        }
    }

    public OldServerPolicy {
        offers = new TreeMap<>(offers);
    }

    /// A server of one version.
    public static OldServerPolicy of(int version, Offer... offers) {
        return new OldServerPolicy(new TreeMap<>(Map.of(version, List.of(offers))));
    }

    public OldServerPolicy and(int version, Offer... more) {
        SortedMap<Integer, List<Offer>> all = new TreeMap<>(offers);
        all.put(version, List.of(more));
        return new OldServerPolicy(all);
    }

    @Override
    public HelloAnswer apply(HeardHello hello) {
        SortedMap<Integer, List<Offer>> possible = offers.headMap(hello.version() + 1);
        if (possible.isEmpty()) {
            return new Alert(PROTOCOL_VERSION);
        }
        int version = possible.lastKey();
        Optional<Offer> chosen = offers.getOrDefault(version, List.of()).stream()
                .filter(offer -> hello.suites().contains(offer.suite()))
                .findFirst();
        return chosen.<HelloAnswer>map(offer -> new Choose(version, offer.suite(), offer.keyExchange()))
                .orElseGet(() -> new Alert(HANDSHAKE_FAILURE));
    }
}
