package io.redoubt.network;

import io.redoubt.policy.Choice;
import io.redoubt.policy.Cidr;
import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A part of the network that is trusted alike. A packet's address is in exactly one zone.
public sealed interface Zone {

    /// What no other zone holds: the internet.
    enum Rest implements Zone {
        EVERYTHING_ELSE
    }

    /// A zone that says what is in it: addresses, or names that are reached through the egress proxy.
    ///
    /// @param role      what it runs, or null
    /// @param addresses one of these two is empty
    /// @param names     one of these two is empty
    record Declared(@Nullable Role role, List<Cidr> addresses, List<HostName> names, Internet internet)
            implements Zone {
        public Declared {
            addresses = List.copyOf(addresses);
            names = List.copyOf(names);
        }

        public Optional<Role> runs() {
            return Optional.ofNullable(role);
        }
    }

    /// What a zone runs that Redoubt has to know.
    enum Role {
        /// The edge, and Redoubt itself.
        LOAD_BALANCER
    }

    /// How a zone may speak with the zone that is everything else.
    enum Internet {
        /// As the rules say.
        BY_RULE,
        /// Never, either way, whatever the rules say.
        NONE
    }

    Type<Zone> TYPE = Choice.<Zone>of("a zone")
            .word(ScalarType.words("a zone", Rest.values()))
            .otherwise(Keys.SHAPE);

    /// The keys of a zone.
    final class Keys {
        static final Key<Role> RUNS = Key.optional(
                "runs",
                ScalarType.words("what a zone runs", Role.values()),
                "`load-balancer`: the edge and Redoubt itself run here; at most one zone");
        static final Key<List<Cidr>> ADDRESSES = Key.of(
                "addresses",
                ListType.of(Cidr.TYPE).orSingle(),
                "[]",
                "its blocks of addresses, IPv4 and IPv6; usually in the overlay of an environment");
        static final Key<List<HostName>> NAMES = Key.of(
                "names",
                ListType.of(HostName.WILDCARD).orSingle(),
                "[]",
                "in place of addresses: hosts of others, reached through the egress proxy of the load balancer");
        static final Key<Internet> INTERNET = Key.of(
                "internet",
                ScalarType.words("how a zone reaches the internet", Internet.values()),
                "by-rule",
                "`none`: no packet from or to `everything-else`, whatever `allow` says");

        static final Shape<Declared> SHAPE = Shape.of(
                        "a zone",
                        List.of(RUNS, ADDRESSES, NAMES, INTERNET),
                        values -> new Declared(
                                values.orNull(RUNS), values.get(ADDRESSES), values.get(NAMES), values.get(INTERNET)))
                .with(Keys::refuseBoth);

        private Keys() {}

        private static void refuseBoth(Declared zone, Origin at, Reader in) {
            if (!zone.addresses.isEmpty() && !zone.names.isEmpty()) {
                in.problem(at, "has addresses and names", "make two zones of it");
            }
        }
    }

    /// Whether it is the rest of the world.
    static boolean isRest(Map<String, Zone> zones, String name) {
        return zones.get(name) == Rest.EVERYTHING_ELSE;
    }
}
