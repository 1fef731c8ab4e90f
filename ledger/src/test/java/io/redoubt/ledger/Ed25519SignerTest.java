package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519SignerTest {

    private static final AtomicBoolean EXHAUSTED = new AtomicBoolean();

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /// RFC 8032, section 7.1: tests 1 to 3. As many times as it takes until the faster provider has come.
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a"
    })
    void signatures_are_those_of_rfc_8032_by_either_provider(
            String seed, String publicKey, String message, String signature) throws InterruptedException {
        Ed25519Signer signer = Ed25519Signer.of(bytes(seed), bytes(publicKey));
        VerifierKey key = new VerifierKey("rfc", bytes(publicKey));
        Eventually.holds("the faster provider", Duration.ofSeconds(60), () -> {
            boolean swift = Ed25519.provider() != null;
            assertThat(signer.sign(bytes(message))).isEqualTo(bytes(signature));
            assertThat(key.verifies(bytes(message), bytes(signature))).isTrue();
            assertThat(key.verifies(bytes(message + "00"), bytes(signature))).isFalse();
            return swift;
        });
    }

    /// The next message must not be signed with a part of that one before it.
    @Test
    void message_whose_signing_failed_is_in_no_later_signature() {
        Ed25519Signer signer = Ed25519Signer.of(TestKey.SEED, TestKey.PUBLIC, new Exhausting());
        byte[] message = "one".getBytes(StandardCharsets.UTF_8);
        byte[] expected = signer.sign(message);
        EXHAUSTED.set(true);
        try {
            assertThatThrownBy(() -> signer.sign("lost".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(StackOverflowError.class);
        } finally {
            EXHAUSTED.set(false);
        }
        assertThat(signer.sign(message)).isEqualTo(expected);
    }

    /// The JDK's own, at whose `sign` the stack may end.
    private static final class Exhausting extends Provider {

        private static final long serialVersionUID = 1L;

        Exhausting() {
            super("Exhausting", "1", "for a test");
            put("Signature.Ed25519", Spi.class.getName());
        }
    }

    /// Public, as a provider's classes have to be.
    public static final class Spi extends SignatureSpi {

        private final Signature jdk;

        public Spi() throws GeneralSecurityException {
            this.jdk = Signature.getInstance("Ed25519", "SunEC");
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            jdk.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            jdk.initSign(key);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            jdk.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            jdk.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            if (EXHAUSTED.get()) {
                throw new StackOverflowError();
            }
            return jdk.sign();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            return jdk.verify(signature);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
