package io.redoubt.edge;

import io.redoubt.policy.Choice;
import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Type;
import java.util.List;

/// Who may use a route.
public sealed interface Access {

    /// Without regard to what someone may do.
    enum Open implements Access {
        /// Whoever asks.
        ANYONE,
        /// Whoever is signed in.
        SIGNED_IN
    }

    /// Who has this permission.
    ///
    /// @param name `resource:action`
    record Permission(String name) implements Access {}

    Type<Access> TYPE = Choice.<Access>of("an access rule")
            .word(ScalarType.words("an access rule", Open.values()))
            .form("permission", Keys.PERMISSION_SHAPE);

    /// The keys of an access rule.
    final class Keys {
        private static final Key<String> PERMISSION = Key.required(
                "permission",
                ScalarType.of("a permission", "\"shop:view\"", Keys::permission),
                "`resource:action`, as declared under `authorization.resources`");
        static final Shape<Permission> PERMISSION_SHAPE =
                Shape.of("an access rule", List.of(PERMISSION), values -> new Permission(values.get(PERMISSION)));

        private Keys() {}

        private static Parsed<String> permission(String text) {
            int colon = text.indexOf(':');
            boolean shaped = colon > 0 && named(text.substring(0, colon)) && named(text.substring(colon + 1));
            return shaped
                    ? Parsed.value(text)
                    : Parsed.wrong("is not one permission", "use resource:action, such as \"shop:view\"");
        }

        private static boolean named(String text) {
            return Texts.NAME.parser().apply(text) instanceof Parsed.Value<String>;
        }
    }
}
