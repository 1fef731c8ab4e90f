package io.redoubt.wire;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/// Lets a certificate pass that demands a stapled response (RFC 7633): the library ends the handshake where it sees
/// none, and under TLS 1.3 it never sees one. Whoever judges the certificate judges that too.
final class UnjudgingCrypto extends BcTlsCrypto {

    private static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");

    UnjudgingCrypto(SecureRandom random) {
        super(random);
    }

    @Override
    public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
        if (type != CertificateType.X509) {
            return super.createCertificate(type, encoding);
        }
        return new BcTlsCertificate(this, encoding) {
            @Override
            public byte @Nullable [] getExtension(ASN1ObjectIdentifier extension) throws IOException {
                return extension.equals(TLS_FEATURE) ? null : super.getExtension(extension);
            }
        };
    }
}
