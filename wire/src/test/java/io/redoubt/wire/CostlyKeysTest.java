package io.redoubt.wire;

import static io.redoubt.wire.Loopback.undetermined;
import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.HelloAnswer;
import io.redoubt.testkit.ScriptedTlsServer;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;

/// Keys that somebody made to have us compute: nothing interrupts a power modulo a huge number.
class CostlyKeysTest {

    @Test
    void huge_rsa_key_is_not_computed_with() throws Exception {
        List<X509Certificate> chain = List.of(certificate(oddOf16384Bits()));
        try (ScriptedTlsServer server = ScriptedTlsServer.answering(
                chain, _ -> new HelloAnswer.Choose(0x0303, 0xc02f, new HelloAnswer.KeyExchange.Curve(29)))) {
            long begin = System.nanoTime();
            var answer = undetermined(Loopback.tls(server.port()).handshake());
            assertThat(answer.why()).contains("a certificate's key of 20").endsWith(" bytes; the limit is 1300");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void huge_field_is_not_computed_in() {
        OfferAllClient client =
                new OfferAllClient(new BcTlsCrypto(new SecureRandom()), Optional.empty(), Optional.empty());
        assertThat(client.getDHGroupVerifier().accept(field(8192))).isTrue();
        assertThat(client.getDHGroupVerifier().accept(field(512))).isTrue();
        assertThat(client.getDHGroupVerifier().accept(field(16_384))).isFalse();
    }

    private static DHGroup field(int bits) {
        return new DHGroup(BigInteger.ONE.shiftLeft(bits - 1).setBit(0), null, BigInteger.TWO, 0);
    }

    /// No prime, but without a small factor, which would be noticed at once.
    private static BigInteger oddOf16384Bits() {
        SecureRandom random = new SecureRandom();
        return Stream.generate(() -> BigInteger.probablePrime(256, random))
                .limit(64)
                .reduce(BigInteger.ONE, BigInteger::multiply);
    }

    private static X509Certificate certificate(BigInteger modulus) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair signer = generator.generateKeyPair();
        X500Name name = new X500Name("CN=costly");
        Instant now = Instant.now();
        byte[] der = new X509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(3600)),
                        name,
                        new SubjectPublicKeyInfo(
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                                new RSAPublicKey(modulus, BigInteger.valueOf(65_537))))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
