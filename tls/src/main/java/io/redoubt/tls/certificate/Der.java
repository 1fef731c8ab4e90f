package io.redoubt.tls.certificate;

import io.redoubt.wire.Bytes;
import java.util.Arrays;

/// As much of DER (X.690) as it takes to find the subject of a certificate without parsing the rest.
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int VERSION = 0xa0;

    private final byte[] bytes;
    private int at;

    private Der(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The subject's whole encoding (RFC 5280, section 4.1).
    ///
    /// @throws IllegalArgumentException where `certificate` is none
    static Bytes subjectOf(byte[] certificate) {
        Der der = new Der(certificate);
        der.enter();
        der.enter();
        if (der.tag() == VERSION) {
            der.skip();
        }
        // Serial number, signature, issuer, validity.
        der.skip();
        der.skip();
        der.skip();
        der.skip();
        int start = der.at;
        der.skip();
        return Bytes.copyOf(Arrays.copyOfRange(certificate, start, der.at));
    }

    private void enter() {
        if (tag() != SEQUENCE) {
            throw new IllegalArgumentException("not a certificate");
        }
        length();
    }

    private void skip() {
        int length = length();
        at += length;
    }

    private int tag() {
        return octet(at);
    }

    /// Moves behind tag and length.
    private int length() {
        int first = octet(at + 1);
        at += 2;
        if (first < 0x80) {
            return checked(first);
        }
        int octets = first & 0x7f;
        if (octets == 0 || octets > 3) {
            throw new IllegalArgumentException("not a certificate");
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | octet(at++);
        }
        return checked(length);
    }

    private int checked(int length) {
        if (length > bytes.length - at) {
            throw new IllegalArgumentException("a certificate is cut short");
        }
        return length;
    }

    private int octet(int index) {
        if (index >= bytes.length) {
            throw new IllegalArgumentException("a certificate is cut short");
        }
        return bytes[index] & 0xff;
    }
}
