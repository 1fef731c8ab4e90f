package io.redoubt.tls;

import io.redoubt.ledger.Json;
import io.redoubt.store.IssuerKeys.IssuerKey;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.tls.ca.InternalAuthority;
import io.redoubt.tls.issuance.KeyPairs;
import io.redoubt.tls.issuance.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The root of the internal authority, sealed in the store.
final class StoredRoot {

    private static final String ID = "internal";

    private final Store store;
    private final String service;
    private final List<String> names;
    private final InstantSource clock;
    private final SecureRandom random;

    /// @param names that a new root has to speak for
    StoredRoot(Store store, String service, List<String> names, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.service = service;
        this.names = List.copyOf(names);
        this.clock = clock;
        this.random = random;
    }

    Optional<InternalAuthority> find() {
        return row().map(StoredRoot::read);
    }

    InternalAuthority findOrCreate() {
        return find().orElseGet(() -> create(0));
    }

    /// What the one before has issued goes on until it ends.
    InternalAuthority replace() {
        return create(row().map(IssuerKey::version).orElse(0L));
    }

    private Optional<IssuerKey> row() {
        return store.read(transaction -> transaction.issuerKeys().find(ID));
    }

    private InternalAuthority create(long version) {
        InternalAuthority made =
                InternalAuthority.create(service, KeyPairs.generate(random), names, clock.instant(), random);
        Json detail =
                Json.of(Map.of("root", Json.of(Pem.of(List.of(made.root()))), "domains", Json.texts(made.domains())));
        store.inTransaction(transaction -> transaction
                .issuerKeys()
                .save(
                        ID,
                        version,
                        clock.instant(),
                        SecretBytes.ofUtf8(KeyPairs.write(made.keys())),
                        SecretBytes.copyOf(detail.toBytes())));
        return made;
    }

    private static InternalAuthority read(IssuerKey row) {
        try {
            if (Json.ofBytes(row.detail().reveal()) instanceof Json.Obj(var members)
                    && members.get("root") instanceof Json.Text(String root)
                    && members.get("domains") instanceof Json.Array(List<Json> domains)) {
                return new InternalAuthority(
                        KeyPairs.read(new String(row.privateKey().reveal(), StandardCharsets.US_ASCII)),
                        Pem.certificates(root).getFirst(),
                        domains.stream()
                                .flatMap(each ->
                                        each instanceof Json.Text(String text) ? Stream.of(text) : Stream.empty())
                                .toList());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the root of the internal CA can't be read", e);
        }
        throw new IllegalStateException("the root of the internal CA can't be read");
    }
}
