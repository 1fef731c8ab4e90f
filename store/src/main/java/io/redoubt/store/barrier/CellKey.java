package io.redoubt.store.barrier;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.util.SecretBytes;
import io.redoubt.policy.Problem;
import io.redoubt.store.RootKey;
import io.redoubt.store.StoreException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// One AES-256-GCM key that seals and opens cells. Safe for use by several threads.
public final class CellKey {

    /// The id of the key that is derived from the root key and seals the key ring.
    static final int ROOT = 0;

    private static final byte[] ROOT_PURPOSE = {'r', 'e', 'd', 'o', 'u', 'b', 't', '.', 'r', 'i', 'n', 'g', '.', '1'};

    private final int id;
    private final Aead aead;

    private CellKey(int id, Aead aead) {
        this.id = id;
        this.aead = aead;
    }

    /// @param bytes 32 random ones
    @AccessesPartialKey
    public static CellKey of(int id, byte[] bytes) {
        try {
            AesGcmParameters parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(32)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
            return new CellKey(
                    id,
                    AesGcmJce.create(AesGcmKey.builder()
                            .setParameters(parameters)
                            .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                            .build()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks AES-256-GCM", e);
        }
    }

    /// The root key itself encrypts nothing: what it derives does, by HKDF-SHA-256 (RFC 5869).
    public static CellKey ofRoot(RootKey root) {
        byte[] material = root.reveal();
        try {
            byte[] derived = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract().addIKM(material).thenExpand(ROOT_PURPOSE, 32));
            try {
                return of(ROOT, derived);
            } finally {
                Arrays.fill(derived, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks HKDF-SHA256", e);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    public int id() {
        return id;
    }

    public byte[] seal(Cell cell, long version, byte[] value) {
        if (value.length > Sealed.LARGEST_VALUE) {
            throw new IllegalArgumentException(
                    cell + ": a sealed value has at most " + Sealed.LARGEST_VALUE + " bytes");
        }
        byte[] content = ByteBuffer.allocate(Neighbours.LENGTH + value.length)
                .put(cell.neighbours().digest())
                .put(value)
                .array();
        try {
            return Sealed.toBytes(id, version, aead.encrypt(content, cell.place(id, version)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /// @param version what the row claims now
    /// @throws StoreException.Tampered   when it was changed, or sealed for another cell
    /// @throws StoreException.RolledBack when it was sealed for this cell at another version
    public byte[] open(Cell cell, long version, byte[] stored) {
        Sealed sealed = Sealed.parse(stored).orElseThrow(() -> tampered(cell));
        byte[] content;
        try {
            content = aead.decrypt(sealed.ciphertext(), cell.place(sealed.keyId(), sealed.version()));
        } catch (GeneralSecurityException _) {
            throw tampered(cell);
        }
        try {
            if (sealed.version() != version) {
                throw new StoreException.RolledBack(Problem.of(
                        cell + " was sealed at version " + sealed.version() + " of its row, which claims version "
                                + version,
                        "restore the store from a backup, and find who can write to it"));
            }
            if (!MessageDigest.isEqual(cell.neighbours().digest(), Arrays.copyOf(content, Neighbours.LENGTH))) {
                throw tampered(cell);
            }
            return Arrays.copyOfRange(content, Neighbours.LENGTH, content.length);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /// The id of the key under which a value was sealed, as it claims.
    public static int keyOf(Cell cell, byte[] stored) {
        return Sealed.parse(stored).orElseThrow(() -> tampered(cell)).keyId();
    }

    /// Not the value that was sealed in this cell.
    public static StoreException.Tampered tampered(Cell cell) {
        return new StoreException.Tampered(Problem.of(
                cell + " is not what was sealed there",
                "restore the store from a backup, and find who can write to it"));
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}
