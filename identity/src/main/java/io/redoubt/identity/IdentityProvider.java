package io.redoubt.identity;

import io.redoubt.policy.Choice;
import io.redoubt.policy.Key;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Type;
import io.redoubt.policy.Urls;
import java.net.URI;
import java.util.List;

/// Who signs people in.
public sealed interface IdentityProvider {

    /// Redoubt's own.
    enum Own implements IdentityProvider {
        REDOUBT
    }

    /// Another one that speaks OpenID Connect.
    ///
    /// @param issuer as its discovery document names it
    record Oidc(URI issuer) implements IdentityProvider {}

    Type<IdentityProvider> TYPE = Choice.<IdentityProvider>of("a provider")
            .word(ScalarType.words("a provider", Own.values()))
            .form("oidc", Keys.OIDC_SHAPE);

    /// The keys of a provider.
    final class Keys {
        private static final Key<URI> OIDC = Key.required(
                "oidc",
                Urls.of("an https URL", "https://login.example.com/realms/shop", "https"),
                "the issuer, as its discovery document names it");
        static final Shape<Oidc> OIDC_SHAPE =
                Shape.of("a provider", List.of(OIDC), values -> new Oidc(values.get(OIDC)));

        private Keys() {}
    }
}
