package io.redoubt.assembly;

import io.redoubt.access.AuthorizationPolicy;
import io.redoubt.access.PermissionPattern;
import io.redoubt.edge.Access;
import io.redoubt.edge.ConsolePolicy;
import io.redoubt.edge.EdgePolicy;
import io.redoubt.edge.Route;
import io.redoubt.incident.IncidentsPolicy;
import io.redoubt.incident.Protected;
import io.redoubt.network.NetworkPolicy;
import io.redoubt.network.Never;
import io.redoubt.network.Zone;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.Reader;
import io.redoubt.policy.Suggestion;
import io.redoubt.policy.Values;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What has to hold between sections. Names are looked up among those that are written, so that one slip is not
/// reported again wherever the name is used.
final class CrossReferences {

    private static final int LONGEST_WAIVER_DAYS = 365;

    private final Values policy;
    private final Origin root;
    private final Reader in;

    CrossReferences(Values policy, Origin root, Reader in) {
        this.policy = policy;
        this.root = root;
        this.in = in;
    }

    void check(Set<String> controls, LocalDate today) {
        policy.find(PolicyShape.INCIDENTS).ifPresent(this::incidents);
        policy.find(PolicyShape.EDGE).ifPresent(this::edge);
        policy.find(PolicyShape.CONSOLE).ifPresent(this::console);
        policy.find(PolicyShape.CHECKS)
                .ifPresent(checks -> checks.cadences()
                        .keySet()
                        .forEach(id ->
                                control(id, root.key("checks").key("controls").key(id), controls)));
        policy.find(PolicyShape.WAIVERS).ifPresent(waivers -> waivers(waivers, controls, today));
    }

    private void incidents(IncidentsPolicy incidents) {
        Origin at = in.of(incidents).key("never-block");
        if (!in.sound(at)) {
            return;
        }
        for (int i = 0; i < incidents.neverBlock().size(); i++) {
            if (incidents.neverBlock().get(i) instanceof Protected.Zone(String name)) {
                zone(name, at.item(i));
            }
        }
    }

    private void edge(EdgePolicy edge) {
        boolean declared = root.keys().contains("authorization");
        AuthorizationPolicy authorization = policy.orNull(PolicyShape.AUTHORIZATION);
        for (Route route : edge.routes()) {
            if (!(route.access() instanceof Access.Permission(String name))) {
                continue;
            }
            Origin at = in.of(route).key("access").key("permission");
            if (!declared) {
                in.problem(
                        at,
                        "needs the section authorization, which is not declared",
                        "declare its resources and roles");
            } else if (name.startsWith("redoubt:")) {
                in.problem(at, "'%s' is Redoubt's own".formatted(name), "name a permission of the service");
            } else if (authorization != null
                    && in.sound(root.key("authorization").key("resources"))) {
                permission(name, at, authorization);
            }
        }
    }

    private void permission(String name, Origin at, AuthorizationPolicy authorization) {
        if (PermissionPattern.parse(name) instanceof Parsed.Value<PermissionPattern>(PermissionPattern pattern)) {
            List<String> complaint = authorization.complaint(pattern);
            if (!complaint.isEmpty()) {
                in.problem(at, complaint.getFirst(), complaint.getLast());
            }
        }
    }

    private void console(ConsolePolicy console) {
        Origin at = in.of(console);
        if (!root.keys().contains("edge")) {
            in.problem(at, "needs the section edge, which is not declared", "declare edge, or remove console");
        }
        boolean taken = policy.find(PolicyShape.EDGE).stream()
                .flatMap(edge -> edge.routes().stream())
                .anyMatch(route -> route.host().equals(console.host()));
        if (taken) {
            in.problem(
                    at.key("host"),
                    "'%s' is the host of a route".formatted(console.host()),
                    "give the console a host of its own");
        }
        if (!in.sound(at.key("from"))) {
            return;
        }
        for (int i = 0; i < console.from().size(); i++) {
            zone(console.from().get(i), at.key("from").item(i));
        }
    }

    private void zone(String name, Origin at) {
        List<String> zones = root.key("network").key("zones").keys();
        if (!root.keys().contains("network")) {
            in.problem(at, "names a zone, and the section network is not declared", "declare network.zones");
        } else if (!zones.contains(name) && policy.find(PolicyShape.NETWORK).isPresent()) {
            in.problem(
                    at,
                    "'%s' is not a zone".formatted(name),
                    Suggestion.of(name, zones).orElse("declare it under network.zones, here or in an overlay"));
        }
    }

    private void control(String id, Origin at, Set<String> controls) {
        if (!controls.contains(id)) {
            List<String> sorted = controls.stream().sorted().toList();
            in.problem(
                    at,
                    "there is no control '%s'".formatted(id),
                    Suggestion.of(id, sorted).orElse("'redoubt explain' lists them"));
        }
    }

    private void waivers(List<WaiverEntry> waivers, Set<String> controls, LocalDate today) {
        Set<String> seen = new HashSet<>();
        for (WaiverEntry waiver : waivers) {
            Origin at = in.of(waiver);
            control(waiver.control(), at.key("control"), controls);
            LocalDate last = today.plusDays(LONGEST_WAIVER_DAYS);
            if (waiver.until().isAfter(last)) {
                in.problem(
                        at.key("until"),
                        "is more than %d days ahead".formatted(LONGEST_WAIVER_DAYS),
                        "use %s or earlier, and look again then".formatted(last));
            }
            if (!seen.add(waiver.control() + " " + waiver.subject().orElse(""))) {
                in.problem(at, "'%s' is waived here twice".formatted(waiver.control()), "keep one of the two");
            }
        }
    }

    /// A flow of Redoubt's own that the network would not let through.
    void flows(List<Flow> flows, NetworkPolicy network) {
        for (Flow flow : flows) {
            for (Never never : network.never()) {
                if (never.covers(flow.from(), flow.to(), flow.port())) {
                    in.problem(in.of(never), "cuts off what Redoubt needs (%s)".formatted(flow), "leave this flow out");
                }
            }
            boolean sealed = network.zones().get(flow.from()) instanceof Zone.Declared zone
                    && zone.internet() == Zone.Internet.NONE;
            if (sealed && network.rest().filter(flow.to()::equals).isPresent()) {
                in.problem(
                        root.key("network").key("zones").key(flow.from()).key("internet"),
                        "cuts off what Redoubt needs (%s)".formatted(flow),
                        "remove it, or keep what needs it inside");
            }
        }
    }
}
