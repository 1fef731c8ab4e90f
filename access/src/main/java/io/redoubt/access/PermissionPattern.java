package io.redoubt.access;

import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Texts;

/// Which permissions a role has: `shop:manage`, `shop:*`, `*:view`, `*`. Redoubt's own are granted by `redoubt:*`,
/// and by nothing else.
public record PermissionPattern(String resource, String action) {

    static final String REDOUBT = "redoubt";
    private static final String EVERY = "*";

    static final ScalarType<PermissionPattern> TYPE =
            ScalarType.of("a permission", "\"shop:view\"", PermissionPattern::parse);

    public static Parsed<PermissionPattern> parse(String text) {
        if (text.equals(EVERY)) {
            return Parsed.value(new PermissionPattern(EVERY, EVERY));
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Parsed.wrong("is not a permission", "use resource:action, such as \"shop:view\"");
        }
        PermissionPattern pattern = new PermissionPattern(text.substring(0, colon), text.substring(colon + 1));
        if (!part(pattern.resource) || !part(pattern.action)) {
            return Parsed.wrong("is not a permission", "use resource:action, such as \"shop:view\"");
        }
        return pattern.isRedoubts() && !pattern.everyAction()
                ? Parsed.wrong(
                        "names a part of Redoubt's own permissions", "use \"redoubt:*\"; they are granted as one")
                : Parsed.value(pattern);
    }

    private static boolean part(String text) {
        return text.equals(EVERY) || Texts.NAME.parser().apply(text) instanceof Parsed.Value<String>;
    }

    public boolean isRedoubts() {
        return resource.equals(REDOUBT);
    }

    public boolean everyResource() {
        return resource.equals(EVERY);
    }

    public boolean everyAction() {
        return action.equals(EVERY);
    }

    @Override
    public String toString() {
        return everyResource() && everyAction() ? EVERY : resource + ":" + action;
    }
}
