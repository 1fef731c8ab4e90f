package io.redoubt.tls.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Writes certificates (RFC 5280), signed with ECDSA on P-256.
public final class CertificateWriter {

    private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    /// The clocks of clients differ.
    private static final Duration BACK = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 127;

    private CertificateWriter() {}

    /// A root that signs leaves only, and may speak for these names and networks only.
    ///
    /// @param domains  each with all below it
    /// @param networks address and mask, 8 or 32 bytes each
    static X509Certificate root(
            String name,
            KeyPair keys,
            List<String> domains,
            List<byte[]> networks,
            Validity validity,
            SecureRandom random) {
        try {
            X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
            X509v3CertificateBuilder root = builder(subject, subject, keys.getPublic(), validity, random);
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            root.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            root.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            root.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
            root.addExtension(Extension.nameConstraints, true, constraints(domains, networks));
            return signed(root, keys.getPrivate());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a root can't be written", e);
        }
    }

    static X509Certificate leaf(
            List<String> names,
            List<InetAddress> addresses,
            PublicKey key,
            X509Certificate issuer,
            PrivateKey issuerKey,
            Validity validity,
            SecureRandom random) {
        try {
            X509v3CertificateBuilder leaf = builder(
                    X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                    new X500Name(new RDN[0]),
                    key,
                    validity,
                    random);
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            List<GeneralName> all = new ArrayList<>();
            names.forEach(name -> all.add(new GeneralName(GeneralName.dNSName, name)));
            addresses.forEach(address ->
                    all.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress()))));
            leaf.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            leaf.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            leaf.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            leaf.addExtension(
                    Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(issuer.getPublicKey()));
            leaf.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key));
            // The subject is empty, so that the names have to be critical (RFC 5280, section 4.2.1.6).
            leaf.addExtension(
                    Extension.subjectAlternativeName, true, new GeneralNames(all.toArray(GeneralName[]::new)));
            return signed(leaf, issuerKey);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate can't be written", e);
        }
    }

    /// What answers tls-alpn-01 (RFC 8737, section 3): shown to the authority only, and worth nothing to anyone else.
    public static X509Certificate challenge(
            String name, byte[] digest, KeyPair keys, Instant now, SecureRandom random) {
        try {
            X500Name subject = new X500NameBuilder()
                    .addRDN(BCStyle.CN, "acme-tls challenge")
                    .build();
            X509v3CertificateBuilder answer =
                    builder(subject, subject, keys.getPublic(), Validity.from(now, Duration.ofDays(1)), random);
            answer.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            answer.addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest));
            return signed(answer, keys.getPrivate());
        } catch (IOException e) {
            throw new IllegalStateException("an answer to tls-alpn-01 can't be written", e);
        }
    }

    /// From when until when a certificate holds.
    record Validity(Instant begin, Instant end) {
        static Validity from(Instant now, Duration life) {
            return new Validity(now.minus(BACK), now.plus(life));
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Validity validity, SecureRandom random) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                Date.from(validity.begin()),
                Date.from(validity.end()),
                subject,
                key);
    }

    private static NameConstraints constraints(List<String> domains, List<byte[]> networks) {
        List<GeneralSubtree> permitted = new ArrayList<>();
        domains.forEach(domain -> permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain))));
        networks.forEach(network ->
                permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(network)))));
        return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("this runtime can't sign a certificate", e);
        }
    }
}
