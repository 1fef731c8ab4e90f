package io.redoubt.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// A forged certificate with its key, and both as PEM files.
///
/// @param chain the leaf first, without the root
/// @param chainFile the chain, as servers want it
/// @param keyFile PKCS#8, not encrypted
public record IssuedCertificate(List<X509Certificate> chain, KeyPair keys, Path chainFile, Path keyFile) {

    public IssuedCertificate {
        chain = List.copyOf(chain);
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// The same key with another chain, say incomplete, or in the wrong order.
    public IssuedCertificate sending(List<X509Certificate> other) {
        try {
            Path file = Files.createTempFile(chainFile.toAbsolutePath().getParent(), "chain-", ".pem");
            return new IssuedCertificate(other, keys, Files.writeString(file, pem(other)), keyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String pem(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> pem("CERTIFICATE", encoded(certificate)))
                .collect(Collectors.joining());
    }

    static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
