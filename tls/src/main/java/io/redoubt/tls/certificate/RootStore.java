package io.redoubt.tls.certificate;

import io.redoubt.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/// Root certificates in PEM, indexed by subject. A bundle holds some 140 and a check needs one: the others are never
/// parsed, which saves a tenth of a second of every start.
final class RootStore {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private final Map<Bytes, List<byte[]>> bySubject = new HashMap<>();

    private RootStore(List<byte[]> certificates) {
        certificates.forEach(der -> bySubject
                .computeIfAbsent(Der.subjectOf(der), _ -> new ArrayList<>())
                .add(der));
    }

    /// @throws IllegalArgumentException where a certificate can't be read
    static RootStore ofPem(byte[] pem) {
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        List<byte[]> certificates = new ArrayList<>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                throw new IllegalArgumentException("a certificate has no end");
            }
            certificates.add(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
            begin = text.indexOf(BEGIN, end);
        }
        return new RootStore(certificates);
    }

    /// All entries of a key store that are certificates.
    static RootStore of(KeyStore keys) throws GeneralSecurityException {
        List<byte[]> certificates = new ArrayList<>();
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.getCertificate(alias) instanceof X509Certificate certificate) {
                certificates.add(certificate.getEncoded());
            }
        }
        return new RootStore(certificates);
    }

    boolean isEmpty() {
        return bySubject.isEmpty();
    }

    /// Names are compared byte by byte, as a CA has to write them (RFC 5280, section 4.1.2.6).
    List<X509Certificate> named(X500Principal subject) {
        return bySubject.getOrDefault(Bytes.copyOf(subject.getEncoded()), List.of()).stream()
                .map(RootStore::parse)
                .toList();
    }

    boolean holds(X509Certificate certificate) {
        return named(certificate.getSubjectX500Principal()).contains(certificate);
    }

    private static X509Certificate parse(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException unreadable) {
            throw new IllegalArgumentException("a root certificate can't be read", unreadable);
        }
    }
}
