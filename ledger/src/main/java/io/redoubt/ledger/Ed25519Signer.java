package io.redoubt.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Signs with a key in memory, one at a time.
public final class Ed25519Signer implements Signer {

    /// RFC 8410: the frame around the 32 bytes of a seed, and around those of a public key.
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final byte[] publicKey;
    private final PrivateKey key;
    private final Supplier<@Nullable Provider> providers;

    /// Kept, because taking the key up costs a provider more than signing. Null where it may hold a part of a message
    /// that was not signed.
    private @Nullable Signature ready;

    private @Nullable Provider provider;

    private Ed25519Signer(byte[] publicKey, PrivateKey key, Supplier<@Nullable Provider> providers) {
        this.publicKey = publicKey;
        this.key = key;
        this.providers = providers;
    }

    /// @param seed      the private key of RFC 8032, 32 bytes
    /// @param publicKey the one that belongs to it, 32 bytes
    public static Ed25519Signer of(byte[] seed, byte[] publicKey) {
        return create(seed, publicKey, Ed25519::provider);
    }

    /// As `of`, and by this provider alone.
    public static Ed25519Signer of(byte[] seed, byte[] publicKey, Provider provider) {
        return create(seed, publicKey, () -> provider);
    }

    private static Ed25519Signer create(byte[] seed, byte[] publicKey, Supplier<@Nullable Provider> providers) {
        if (seed.length != 32) {
            throw new IllegalArgumentException("a seed has 32 bytes");
        }
        byte[] encoded = Arrays.copyOf(PKCS8, PKCS8.length + seed.length);
        System.arraycopy(seed, 0, encoded, PKCS8.length, seed.length);
        try {
            PrivateKey key = KeyFactory.getInstance(Ed25519.NAME).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            Ed25519Signer signer = new Ed25519Signer(publicKey.clone(), key, providers);
            byte[] probe = {1};
            if (!new VerifierKey("probe", publicKey).verifies(probe, signer.sign(probe))) {
                throw new IllegalArgumentException("the public key does not belong to the seed");
            }
            return signer;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public synchronized byte[] sign(byte[] message) {
        try {
            Signature signature = take();
            signature.update(message);
            byte[] signed = signature.sign();
            ready = signature;
            return signed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    private Signature take() throws GeneralSecurityException {
        Provider now = providers.get();
        Signature taken = ready;
        ready = null;
        if (taken == null || !Objects.equals(now, provider)) {
            taken = Ed25519.of(now);
            taken.initSign(key);
            provider = now;
        }
        return taken;
    }
}
