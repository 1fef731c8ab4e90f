package io.redoubt.ledger;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.util.HexFormat;

/// The key of RFC 8032, section 7.1, test 1.
final class TestKey {

    static final byte[] SEED =
            HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    static final byte[] PUBLIC =
            HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    private static final byte[] OTHER_SEED =
            HexFormat.of().parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    private static final byte[] OTHER_PUBLIC =
            HexFormat.of().parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

    static final Signer SIGNER = signer(SEED, PUBLIC);
    static final Signer OTHER = signer(OTHER_SEED, OTHER_PUBLIC);

    private TestKey() {}

    private static Signer signer(byte[] seed, byte[] publicKey) {
        AmazonCorrettoCryptoProvider fast = AmazonCorrettoCryptoProvider.INSTANCE;
        return fast.getLoadingError() == null
                ? Ed25519Signer.of(seed, publicKey, fast)
                : Ed25519Signer.of(seed, publicKey);
    }

    static Ed25519Signer jdk() {
        return Ed25519Signer.of(SEED, PUBLIC);
    }
}
