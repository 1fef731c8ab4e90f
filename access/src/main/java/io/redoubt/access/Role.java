package io.redoubt.access;

import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Shape;
import java.util.List;

/// What those who have this role may do: what is allowed and not excepted.
public record Role(List<PermissionPattern> allow, List<PermissionPattern> except) {

    private static final Key<List<PermissionPattern>> ALLOW = Key.required(
            "allow",
            ListType.of(PermissionPattern.TYPE).orSingle().notEmpty(),
            "`resource:action`; `*` stands for every resource or action but not for Redoubt's own, which `redoubt:*` grants");
    private static final Key<List<PermissionPattern>> EXCEPT = Key.of(
            "except",
            ListType.of(PermissionPattern.TYPE).orSingle(),
            "[]",
            "what is taken off again, whatever allows it");

    static final Shape<Role> SHAPE =
            Shape.of("a role", List.of(ALLOW, EXCEPT), values -> new Role(values.get(ALLOW), values.get(EXCEPT)));

    public Role {
        allow = List.copyOf(allow);
        except = List.copyOf(except);
    }
}
