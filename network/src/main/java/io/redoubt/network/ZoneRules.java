package io.redoubt.network;

import io.redoubt.policy.Cidr;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Ports;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ShownPolicy;
import io.redoubt.policy.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What has to hold between zones and rules.
final class ZoneRules {

    /// A block and the zone that holds it.
    private record Held(String zone, Cidr block) {}

    void check(NetworkPolicy policy, Origin at, Reader in) {
        Origin zones = at.key("zones");
        refuseTwo(policy, zones, in);
        refuseEmpty(policy, zones, in);
        refuseOverlaps(policy, zones, in);
        refuseUnknown(policy, zones.keys(), in);
        policy.allow().forEach(allow -> check(allow, policy, in));
    }

    private static void refuseTwo(NetworkPolicy policy, Origin zones, Reader in) {
        List<String> rest = new ArrayList<>();
        List<String> balancing = new ArrayList<>();
        policy.zones().forEach((name, zone) -> {
            if (Zone.isRest(policy.zones(), name)) {
                rest.add(name);
            }
            if (zone instanceof Zone.Declared declared && declared.runs().isPresent()) {
                balancing.add(name);
            }
        });
        if (rest.size() > 1) {
            in.problem(
                    zones.key(rest.get(1)),
                    "'%s' is everything else already".formatted(rest.getFirst()),
                    "give one of the two its addresses");
        }
        if (balancing.size() > 1) {
            in.problem(
                    zones.key(balancing.get(1)).key("runs"),
                    "'%s' runs the load balancer already".formatted(balancing.getFirst()),
                    "name one zone");
        }
    }

    private static void refuseEmpty(NetworkPolicy policy, Origin zones, Reader in) {
        policy.zones().forEach((name, zone) -> {
            if (!(zone instanceof Zone.Declared declared) || !in.sound(zones.key(name))) {
                return;
            }
            if (declared.addresses().isEmpty() && declared.names().isEmpty()) {
                in.problem(
                        zones.key(name),
                        "holds no addresses",
                        "add 'addresses: [10.0.1.0/24]', here or in the overlay of each environment");
            } else if (!declared.names().isEmpty() && policy.loadBalancer().isEmpty() && in.sound(zones)) {
                in.problem(
                        zones.key(name),
                        "names are reached through the egress proxy, and no zone runs it",
                        "give one zone 'runs: load-balancer'");
            }
        });
    }

    private static void refuseOverlaps(NetworkPolicy policy, Origin zones, Reader in) {
        List<Held> before = new ArrayList<>();
        for (Map.Entry<String, Zone> entry : policy.zones().entrySet()) {
            if (!(entry.getValue() instanceof Zone.Declared declared)) {
                continue;
            }
            for (int i = 0; i < declared.addresses().size(); i++) {
                Cidr block = declared.addresses().get(i);
                Origin here = zones.key(entry.getKey()).key("addresses").item(i);
                before.stream()
                        .filter(held -> held.block().overlaps(block))
                        .findFirst()
                        .ifPresent(held -> in.problem(
                                here,
                                "%s overlaps %s of zone '%s'".formatted(block, held.block(), held.zone()),
                                "give each address to one zone"));
                before.add(new Held(entry.getKey(), block));
            }
        }
    }

    private static void refuseUnknown(NetworkPolicy policy, List<String> zones, Reader in) {
        for (Allow allow : policy.allow()) {
            known(allow.from(), in.of(allow).key("from"), zones, in);
            known(allow.to(), in.of(allow).key("to"), zones, in);
        }
        for (Never never : policy.never()) {
            known(never.from(), in.of(never).key("from"), zones, in);
            known(never.to(), in.of(never).key("to"), zones, in);
        }
        for (FlowTest test : policy.tests()) {
            if (test.from() instanceof FlowTest.Party.Zone(String name)) {
                known(name, in.of(test).key("from"), zones, in);
            }
            if (test.to() instanceof FlowTest.Party.Zone(String name)) {
                known(name, in.of(test).key("to"), zones, in);
            }
        }
    }

    private static void known(List<String> names, Origin at, List<String> zones, Reader in) {
        if (!in.sound(at)) {
            return;
        }
        for (int i = 0; i < names.size(); i++) {
            known(names.get(i), at.item(i), zones, in);
        }
    }

    private static void known(String name, Origin at, List<String> zones, Reader in) {
        if (!zones.contains(name)) {
            in.problem(
                    at,
                    "'%s' is not a zone".formatted(name),
                    Suggestion.of(name, zones).orElse("declare it under network.zones, here or in an overlay"));
        }
    }

    /// Each side of a rule is looked through alone, and not each of its flows: three lists that fit into a policy make
    /// more of them than can be counted.
    private static void check(Allow allow, NetworkPolicy policy, Reader in) {
        for (Never never : policy.never()) {
            Optional<String> from = first(allow.from(), never.from()::contains);
            Optional<String> to = first(allow.to(), never.to()::contains);
            Optional<Ports> port = first(allow.ports(), never::coversPort);
            if (from.isPresent() && to.isPresent() && port.isPresent()) {
                in.problem(
                        in.of(allow),
                        "allows %s, which `never` forbids (%s)"
                                .formatted(
                                        flow(port.get(), from.get(), to.get()),
                                        ShownPolicy.provenance(in.of(never).place())),
                        "remove one of the two");
                return;
            }
        }
        Predicate<String> sealed = zone ->
                policy.zones().get(zone) instanceof Zone.Declared declared && declared.internet() == Zone.Internet.NONE;
        Predicate<String> rest = zone -> Zone.isRest(policy.zones(), zone);
        if (!refuse(allow, first(allow.from(), sealed), first(allow.to(), rest), sealed, in)) {
            refuse(allow, first(allow.from(), rest), first(allow.to(), sealed), sealed, in);
        }
    }

    private static boolean refuse(
            Allow allow, Optional<String> from, Optional<String> to, Predicate<String> sealed, Reader in) {
        if (from.isEmpty() || to.isEmpty()) {
            return false;
        }
        in.problem(
                in.of(allow),
                "allows %s, and zone '%s' has `internet: none`"
                        .formatted(
                                flow(allow.ports().getFirst(), from.get(), to.get()),
                                sealed.test(from.get()) ? from.get() : to.get()),
                "remove one of the two");
        return true;
    }

    private static String flow(Ports port, String from, String to) {
        return "%s from '%s' to '%s'".formatted(port.text(), from, to);
    }

    private static <T> Optional<T> first(List<T> some, Predicate<T> wanted) {
        return some.stream().filter(wanted).findFirst();
    }
}
