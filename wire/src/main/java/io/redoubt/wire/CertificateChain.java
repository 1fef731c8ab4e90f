package io.redoubt.wire;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/// The certificates that a server sends, within limits.
final class CertificateChain {

    static final int COUNT_LIMIT = 10;
    static final int SIZE_LIMIT = 64 * 1024;

    private static final int SEQUENCE = 0x30;

    private CertificateChain() {}

    /// The Certificate message before TLS 1.3 (RFC 5246, section 7.4.2).
    static List<byte[]> split(Bytes body) throws NoAnswer {
        Cursor message = new Cursor(body.toArray(), "Certificate message");
        Cursor entries = message.vector(message.u24());
        message.expectEnd();
        List<byte[]> certificates = new ArrayList<>();
        while (!entries.isAtEnd()) {
            certificates.add(entries.take(entries.u24()));
            limit(certificates.size(), certificates.getLast().length);
        }
        return certificates;
    }

    static void limit(int count, int size) throws NoAnswer {
        if (count > COUNT_LIMIT) {
            throw NoAnswer.notTheProtocol("more than " + COUNT_LIMIT + " certificates in the chain");
        }
        if (size > SIZE_LIMIT) {
            throw NoAnswer.notTheProtocol("a certificate of " + size + " bytes; the limit is " + SIZE_LIMIT);
        }
    }

    static List<X509Certificate> parse(List<byte[]> encoded) throws NoAnswer {
        if (encoded.isEmpty()) {
            return List.of();
        }
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] each : encoded) {
                chain.add(parse(factory, each, chain.size() + 1));
            }
        } catch (CertificateException e) {
            throw new IllegalStateException("no JDK is without X.509", e);
        }
        return List.copyOf(chain);
    }

    private static X509Certificate parse(CertificateFactory factory, byte[] encoded, int number) throws NoAnswer {
        // The factory would also take PEM and PKCS#7, which have no place on the wire.
        if (encoded.length == 0 || encoded[0] != SEQUENCE) {
            throw malformed(number, "no DER sequence");
        }
        ByteArrayInputStream input = new ByteArrayInputStream(encoded);
        Certificate certificate;
        try {
            certificate = factory.generateCertificate(input);
        } catch (CertificateException | RuntimeException e) {
            throw malformed(number, Excerpt.of(String.valueOf(e.getMessage())));
        }
        if (!(certificate instanceof X509Certificate x509)) {
            throw malformed(number, "no X.509 certificate");
        }
        if (input.available() > 0) {
            throw malformed(number, input.available() + " bytes too many");
        }
        return x509;
    }

    private static NoAnswer malformed(int number, String why) {
        return NoAnswer.notTheProtocol("malformed certificate " + number + " of the chain: " + why);
    }
}
