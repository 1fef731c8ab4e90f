package io.redoubt.access;

import io.redoubt.policy.Durations;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.MapType;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Suggestion;
import io.redoubt.policy.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// The section `authorization`.
///
/// @param resources   the actions of each resource
/// @param roles       by name
/// @param reviewEvery how often someone confirms that each grant is still needed
public record AuthorizationPolicy(
        Map<String, List<String>> resources, Map<String, Role> roles, Duration reviewEvery, UnusedLimits unused) {

    private static final Key<Map<String, List<String>>> RESOURCES = Key.of(
            "resources",
            new MapType<>(
                    Texts.NAME.where(
                            name -> !name.equals(PermissionPattern.REDOUBT),
                            "is Redoubt's own",
                            "give the resource another name"),
                    ListType.of(Texts.NAME.like("view")).orSingle().notEmpty()),
            "{}",
            "what there is to protect, and what can be done with it: `shop: [view, manage]`");
    private static final Key<Map<String, Role>> ROLES = Key.of(
            "roles",
            new MapType<>(Texts.NAME, Role.SHAPE),
            "{ admin: { allow: [\"*\", \"redoubt:*\"] } }",
            "what each role may do");
    private static final Key<Duration> REVIEW_EVERY =
            Key.of("review-every", Durations.TYPE, "90d", "how often someone confirms that each grant is still needed");
    private static final Key<UnusedLimits> UNUSED =
            Key.of("unused", UnusedLimits.SHAPE, "{}", "what happens to a permission that nobody uses, after how long");

    public static final Shape<AuthorizationPolicy> SHAPE = Shape.of(
                    "the section authorization",
                    List.of(RESOURCES, ROLES, REVIEW_EVERY, UNUSED),
                    values -> new AuthorizationPolicy(
                            values.get(RESOURCES), values.get(ROLES), values.get(REVIEW_EVERY), values.get(UNUSED)))
            .always(AuthorizationPolicy::check);

    /// What is wrong with a permission, and the mend; nothing where it is declared.
    public List<String> complaint(PermissionPattern permission) {
        String resource = permission.resource();
        String action = permission.action();
        if (permission.isRedoubts() || (permission.everyResource() && permission.everyAction())) {
            return List.of();
        }
        if (!permission.everyResource() && !resources.containsKey(resource)) {
            return List.of(
                    "'%s' is not a resource".formatted(resource),
                    Suggestion.orAll(resource, resources.keySet(), "declare it under authorization.resources"));
        }
        List<String> actions = new ArrayList<>();
        resources.forEach((name, offered) -> {
            if (permission.everyResource() || name.equals(resource)) {
                actions.addAll(offered);
            }
        });
        if (permission.everyAction() || actions.contains(action)) {
            return List.of();
        }
        String what = permission.everyResource()
                ? "no resource has the action '%s'".formatted(action)
                : "'%s' has no action '%s'".formatted(resource, action);
        return List.of(
                what,
                Suggestion.orAll(
                        action, List.copyOf(new LinkedHashSet<>(actions)), "declare it under authorization.resources"));
    }

    private static void check(AuthorizationPolicy policy, Origin at, Reader in) {
        if (!in.sound(at.key("resources"))) {
            return;
        }
        policy.resources.forEach((name, actions) -> {
            for (int i = 1; i < actions.size(); i++) {
                if (actions.subList(0, i).contains(actions.get(i))) {
                    in.problem(
                            at.key("resources").key(name).item(i), "is in the list already", "remove one of the two");
                }
            }
        });
        policy.roles.values().forEach(role -> {
            policy.check(role.allow(), in.of(role).key("allow"), in);
            policy.check(role.except(), in.of(role).key("except"), in);
        });
    }

    private void check(List<PermissionPattern> patterns, Origin at, Reader in) {
        if (!in.sound(at)) {
            return;
        }
        for (int i = 0; i < patterns.size(); i++) {
            List<String> complaint = complaint(patterns.get(i));
            if (!complaint.isEmpty()) {
                in.problem(at.item(i), complaint.getFirst(), complaint.getLast());
            }
        }
    }
}
