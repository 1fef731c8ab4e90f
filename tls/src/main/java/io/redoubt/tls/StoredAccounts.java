package io.redoubt.tls;

import io.redoubt.store.IssuerKeys.IssuerKey;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.Store;
import io.redoubt.tls.acme.AcmeAuthority.Accounts;
import io.redoubt.tls.issuance.KeyPairs;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/// The account at one authority, sealed in the store. Its key is there before the authority first sees it, so that an
/// account is never made whose key is lost.
final class StoredAccounts implements Accounts {

    private static final int DIGITS = 16;

    private final Store store;
    private final String id;
    private final InstantSource clock;
    private final SecureRandom random;

    StoredAccounts(Store store, URI directory, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.id = "acme-" + digest(directory.toString());
        this.clock = clock;
        this.random = random;
    }

    @Override
    public KeyPair key() {
        return find().map(StoredAccounts::keys).orElseGet(() -> {
            KeyPair made = KeyPairs.generate(random);
            save(0, made, "");
            return made;
        });
    }

    @Override
    public Optional<String> url() {
        return find().map(found -> new String(found.detail().reveal(), StandardCharsets.UTF_8))
                .filter(url -> !url.isEmpty());
    }

    @Override
    public void remember(String url) {
        find().ifPresent(found -> save(found.version(), keys(found), url));
    }

    @Override
    public void forget() {
        remember("");
    }

    private Optional<IssuerKey> find() {
        return store.read(transaction -> transaction.issuerKeys().find(id));
    }

    private void save(long version, KeyPair keys, String url) {
        store.inTransaction(transaction -> transaction
                .issuerKeys()
                .save(id, version, clock.instant(), SecretBytes.ofUtf8(KeyPairs.write(keys)), SecretBytes.ofUtf8(url)));
    }

    private static KeyPair keys(IssuerKey key) {
        return KeyPairs.read(new String(key.privateKey().reveal(), StandardCharsets.US_ASCII));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
