package io.redoubt.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that issues what a decent one does not: see its recipes.
final class OddAuthority {

    final X509Certificate certificate;
    private final X500Name name;
    private final KeyPair keys;

    /// What is odd about a certificate.
    @FunctionalInterface
    interface Oddity {
        void on(X509v3CertificateBuilder builder) throws Exception;
    }

    private OddAuthority(String commonName, OddAuthority issuer, Instant until, Oddity oddity) throws Exception {
        this.name = new X500Name("CN=" + commonName);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.keys = generator.generateKeyPair();
        OddAuthority signer = issuer == null ? this : issuer;
        this.certificate = build(
                name, keys, signer.name, signer.keys, CertificateCases.NOW.minusSeconds(1 << 26), until, builder -> {
                    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                    oddity.on(builder);
                });
    }

    static OddAuthority root() throws Exception {
        return root(CertificateCases.NOW.plusSeconds(1 << 28), _ -> {});
    }

    static OddAuthority root(Instant until, Oddity oddity) throws Exception {
        return new OddAuthority("Odd Root", null, until, oddity);
    }

    OddAuthority below(String commonName) throws Exception {
        return below(commonName, CertificateCases.NOW.plusSeconds(1 << 27), _ -> {});
    }

    OddAuthority below(String commonName, Instant until, Oddity oddity) throws Exception {
        return new OddAuthority(commonName, this, until, oddity);
    }

    /// For shop.example.com, from `from` until `until`.
    X509Certificate leaf(Instant from, Instant until, Oddity oddity) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return build(new X500Name("CN=leaf"), generator.generateKeyPair(), name, keys, from, until, builder -> {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "shop.example.com")));
            oddity.on(builder);
        });
    }

    X509Certificate leaf(Oddity oddity) throws Exception {
        return leaf(CertificateCases.NOW.minusSeconds(3600), CertificateCases.NOW.plusSeconds(86_400L * 90), oddity);
    }

    byte[] pem() throws Exception {
        return ("-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static Oddity onlyForClients() {
        return builder -> builder.addExtension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    }

    /// Its revocation is told by the list at this address.
    static Oddity revokedAt(String url) {
        return builder ->
                builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(place(url), null, null)
                }));
    }

    /// Its revocation is told by an entry of a directory, which has no address here.
    static Oddity revokedInDirectory() {
        return builder ->
                builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(
                            new DistributionPointName(new GeneralNames(new GeneralName(new X500Name("CN=Odd List")))),
                            null,
                            null)
                }));
    }

    /// Its names hold an address with a mask, which belongs into name constraints (RFC 5280, section 4.2.1.6).
    X509Certificate leafForNetwork() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return build(
                new X500Name("CN=leaf"),
                generator.generateKeyPair(),
                name,
                keys,
                CertificateCases.NOW.minusSeconds(3600),
                CertificateCases.NOW.plusSeconds(86_400L * 90),
                builder -> builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(
                                GeneralName.iPAddress,
                                new DEROctetString(new byte[] {10, 0, 0, 0, (byte) 255, 0, 0, 0})))));
    }

    /// A list of the part that this address stands for, with nobody on it.
    byte[] emptyList(String url) throws Exception {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(CertificateCases.NOW.minusSeconds(60)));
        builder.setNextUpdate(Date.from(CertificateCases.NOW.plusSeconds(86_400)));
        builder.addExtension(
                Extension.issuingDistributionPoint, true, new IssuingDistributionPoint(place(url), false, false));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }

    private static DistributionPointName place(String url) {
        return new DistributionPointName(new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)));
    }

    /// Domain-validated, by the CA/B Forum's own identifier.
    static Oddity publiclyTrusted() {
        return builder -> builder.addExtension(
                Extension.certificatePolicies,
                false,
                new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier("2.23.140.1.2.1"))));
    }

    static Oddity onlyFor(String domain) {
        return builder -> builder.addExtension(
                Extension.nameConstraints,
                true,
                new NameConstraints(
                        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))}, null));
    }

    private static X509Certificate build(
            X500Name subject,
            KeyPair keys,
            X500Name issuer,
            KeyPair issuerKeys,
            Instant from,
            Instant until,
            Oddity extensions)
            throws Exception {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, new SecureRandom()),
                Date.from(from),
                Date.from(until),
                subject,
                keys.getPublic());
        extensions.on(builder);
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate()))
                .getEncoded();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
