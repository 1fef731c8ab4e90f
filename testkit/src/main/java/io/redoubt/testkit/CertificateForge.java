package io.redoubt.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority of a test's own: a root, an intermediate, and leaves by recipe.
public final class CertificateForge implements AutoCloseable {

    private static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");
    private static final int STATUS_REQUEST = 5;
    private static final Duration BACK = Duration.ofDays(400);
    private static final Duration AHEAD = Duration.ofDays(3650);

    private final ScratchDirectory directory = ScratchDirectory.create("certificates");
    private final AtomicLong serial = new AtomicLong(1000);
    private final Instant now;
    private final KeyPair rootKeys = KeyKind.EC_P256.generate();
    private final KeyPair intermediateKeys = KeyKind.EC_P256.generate();
    private final KeyPair lowerKeys = KeyKind.EC_P256.generate();
    private final X509Certificate root;
    private final X509Certificate intermediate;
    private final X509Certificate lower;
    private final Path rootFile;

    private CertificateForge(Instant now) {
        this.now = now;
        X500Name rootName = new X500Name("CN=Forge Root,O=Redoubt Test");
        X500Name intermediateName = new X500Name("CN=Forge Intermediate,O=Redoubt Test");
        root = authority(rootName, rootKeys, rootName, rootKeys);
        intermediate = authority(intermediateName, intermediateKeys, rootName, rootKeys);
        lower = authority(
                new X500Name("CN=Forge Lower Intermediate,O=Redoubt Test"),
                lowerKeys,
                intermediateName,
                intermediateKeys);
        rootFile = directory.write("root.pem", IssuedCertificate.pem(List.of(root)));
    }

    /// @param now the moment around which the authority is good
    public static CertificateForge at(Instant now) {
        return new CertificateForge(now);
    }

    public X509Certificate root() {
        return root;
    }

    public X509Certificate intermediate() {
        return intermediate;
    }

    /// The root as a PEM file, for `--trust`.
    public Path rootFile() {
        return rootFile;
    }

    /// A recipe good now.
    public CertificateRecipe recipe() {
        return CertificateRecipe.good(now);
    }

    /// The revocation service of whoever issued leaves with this issuer.
    public Revocation revocation(CertificateRecipe.Issuer issuer) {
        return switch (issuer) {
            case ROOT -> new Revocation(root, rootKeys, now);
            case INTERMEDIATE -> new Revocation(intermediate, intermediateKeys, now);
            case LOWER_INTERMEDIATE -> new Revocation(lower, lowerKeys, now);
            case ITSELF -> throw new IllegalArgumentException("nobody revokes a self-signed certificate");
        };
    }

    public IssuedCertificate issue(CertificateRecipe recipe) {
        KeyPair keys = recipe.key().shared();
        X500Name subject = new X500Name("CN=" + recipe.commonName());
        List<X509Certificate> chain = new ArrayList<>();
        switch (recipe.issuer()) {
            case ROOT -> chain.add(leaf(recipe, subject, keys, subjectOf(root), rootKeys, KeyKind.EC_P256));
            case INTERMEDIATE -> {
                chain.add(leaf(recipe, subject, keys, subjectOf(intermediate), intermediateKeys, KeyKind.EC_P256));
                chain.add(intermediate);
            }
            case LOWER_INTERMEDIATE -> {
                chain.add(leaf(recipe, subject, keys, subjectOf(lower), lowerKeys, KeyKind.EC_P256));
                chain.add(lower);
                chain.add(intermediate);
            }
            case ITSELF -> chain.add(leaf(recipe, subject, keys, subject, keys, recipe.key()));
        }
        long number = serial.get();
        Path chainFile = directory.write("chain-" + number + ".pem", IssuedCertificate.pem(chain));
        Path keyFile = directory.write(
                "key-" + number + ".pem",
                IssuedCertificate.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        return new IssuedCertificate(chain, keys, chainFile, keyFile);
    }

    private X509Certificate leaf(
            CertificateRecipe recipe,
            X500Name subject,
            KeyPair keys,
            X500Name issuer,
            KeyPair issuerKeys,
            KeyKind issuerKind) {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial.incrementAndGet()),
                Date.from(recipe.notBefore()),
                Date.from(recipe.notAfter()),
                subject,
                keys.getPublic());
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(issuerKeys.getPublic()));
            List<GeneralName> alternatives = new ArrayList<>();
            recipe.names().forEach(name -> alternatives.add(new GeneralName(GeneralName.dNSName, name)));
            recipe.addresses().forEach(address -> alternatives.add(new GeneralName(GeneralName.iPAddress, address)));
            if (!alternatives.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(alternatives.toArray(GeneralName[]::new)));
            }
            if (recipe.ocsp().isPresent()) {
                builder.addExtension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(
                                AccessDescription.id_ad_ocsp, uri(recipe.ocsp().get())));
            }
            if (recipe.crl().isPresent()) {
                DistributionPoint point = new DistributionPoint(
                        new DistributionPointName(
                                new GeneralNames(uri(recipe.crl().get()))),
                        null,
                        null);
                builder.addExtension(
                        Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point}));
            }
            if (recipe.stapling() == CertificateRecipe.Stapling.REQUIRED) {
                builder.addExtension(TLS_FEATURE, false, new DERSequence(new ASN1Integer(STATUS_REQUEST)));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return sign(builder, issuerKind.signature(recipe.hash()), issuerKeys);
    }

    private X509Certificate authority(X500Name subject, KeyPair keys, X500Name issuer, KeyPair issuerKeys) {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial.incrementAndGet()),
                Date.from(now.minus(BACK)),
                Date.from(now.plus(AHEAD)),
                subject,
                keys.getPublic());
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(keys.getPublic()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return sign(builder, KeyKind.EC_P256.signature("SHA256"), issuerKeys);
    }

    private static GeneralName uri(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
    }

    private static X500Name subjectOf(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, String algorithm, KeyPair issuerKeys) {
        try {
            X509CertificateHolder holder =
                    builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKeys.getPrivate()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A file of the forge's directory, gone with it.
    public Path write(String name, byte[] content) {
        try {
            return Files.write(directory.path().resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        directory.close();
    }
}
