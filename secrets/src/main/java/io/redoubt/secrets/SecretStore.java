package io.redoubt.secrets;

import io.redoubt.policy.Choice;
import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Type;
import io.redoubt.policy.Urls;
import java.net.URI;
import java.util.List;

/// Where secrets are kept.
public sealed interface SecretStore {

    /// In Redoubt's own store.
    enum Own implements SecretStore {
        EMBEDDED
    }

    /// In a Vault or OpenBao that is there already.
    record Vault(URI url) implements SecretStore {}

    /// In AWS Secrets Manager.
    record Aws(String region) implements SecretStore {}

    Type<SecretStore> TYPE = Choice.<SecretStore>of("a store")
            .word(ScalarType.words("a store", Own.values()))
            .form("vault", Keys.VAULT_SHAPE)
            .form("aws", Keys.AWS_SHAPE);

    /// The keys of a store.
    final class Keys {
        private static final Key<URI> VAULT = Key.required(
                "vault", Urls.bare("an https URL", "https://vault.example.com:8200", "https"), "a Vault or OpenBao");
        private static final Key<String> AWS = Key.required(
                "aws",
                ScalarType.of("an AWS region", "eu-central-1", Keys::region),
                "AWS Secrets Manager in this region");
        static final Shape<Vault> VAULT_SHAPE =
                Shape.of("a store", List.of(VAULT), values -> new Vault(values.get(VAULT)));
        static final Shape<Aws> AWS_SHAPE = Shape.of("a store", List.of(AWS), values -> new Aws(values.get(AWS)));

        private Keys() {}

        private static Parsed<String> region(String text) {
            boolean region = text.length() <= 32 && text.matches("[a-z]{2}(-[a-z]+)+-[0-9]");
            return region ? Parsed.value(text) : Parsed.wrong("is not an AWS region", "use one such as eu-central-1");
        }
    }
}
