package io.redoubt.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsDHGroupVerifier;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.jspecify.annotations.Nullable;

/// A client that offers all that the library can do, the best first, and takes whatever certificate comes.
@SuppressWarnings({"JdkObsolete", "rawtypes"}) // the library speaks in raw Vectors
final class OfferAllClient extends AbstractTlsClient {

    private static final int[] SUITES = {
        CipherSuite.TLS_AES_256_GCM_SHA384,
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_AES_128_CCM_SHA256,
        CipherSuite.TLS_AES_128_CCM_8_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_DHE_DSS_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_DSS_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CCM,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_DHE_DSS_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_DHE_DSS_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_CAMELLIA_256_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_CAMELLIA_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_3DES_EDE_CBC_SHA
    };

    private static final int[] GROUPS = {
        NamedGroup.X25519MLKEM768,
        NamedGroup.SecP256r1MLKEM768,
        NamedGroup.SecP384r1MLKEM1024,
        NamedGroup.x25519,
        NamedGroup.secp256r1,
        NamedGroup.secp384r1,
        NamedGroup.secp521r1,
        NamedGroup.x448,
        NamedGroup.brainpoolP256r1tls13,
        NamedGroup.brainpoolP384r1tls13,
        NamedGroup.brainpoolP512r1tls13,
        NamedGroup.brainpoolP256r1,
        NamedGroup.brainpoolP384r1,
        NamedGroup.brainpoolP512r1,
        NamedGroup.ffdhe2048,
        NamedGroup.ffdhe3072,
        NamedGroup.ffdhe4096,
        NamedGroup.MLKEM768,
        NamedGroup.MLKEM1024
    };

    /// Bits. The library computes in whatever field it is given, uninterruptibly: for the largest that a message can
    /// hold, for days.
    private static final int FIELD_LIMIT = 8192;

    /// Bytes, for RSA of 8192 bits and DSA of 3072. It tests an RSA modulus before it uses it: 16384 bits take 16 s.
    private static final int CLASSIC_KEY_LIMIT = 1300;

    private final Optional<String> serverName;
    private final Optional<ProtocolName> protocolName;
    private final List<byte[]> certificates = new ArrayList<>();
    private Optional<Bytes> stapled = Optional.empty();
    private int versionCode;
    private int suiteCode;

    /// @param protocolName of the application: none where a server may take offence at any
    OfferAllClient(TlsCrypto crypto, Optional<String> serverName, Optional<ProtocolName> protocolName) {
        super(crypto);
        this.serverName = serverName;
        this.protocolName = protocolName;
    }

    /// 0 before the ServerHello.
    int versionCode() {
        return versionCode;
    }

    int suiteCode() {
        return suiteCode;
    }

    /// DER, the leaf first; empty before they came.
    List<byte[]> certificates() {
        return List.copyOf(certificates);
    }

    Optional<Bytes> stapled() {
        return stapled;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv10);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), SUITES);
    }

    @Override
    protected Vector<?> getSupportedGroups(Vector namedGroupRoles) {
        Vector<Integer> groups = new Vector<>();
        TlsUtils.addIfSupported(groups, getCrypto(), GROUPS);
        return groups;
    }

    /// One cheap share: a server that prefers a hybrid asks for it, and the others need no more.
    @Override
    public Vector<?> getEarlyKeyShareGroups() {
        return TlsUtils.vectorOfOne(NamedGroup.x25519);
    }

    @Override
    protected @Nullable Vector<?> getProtocolNames() {
        return protocolName.map(OfferAllClient::only).orElse(null);
    }

    @Override
    protected @Nullable Vector<?> getSNIServerNames() {
        return serverName
                .map(name -> only(new ServerName(NameType.host_name, name.getBytes(StandardCharsets.US_ASCII))))
                .orElse(null);
    }

    private static Vector<?> only(Object element) {
        return TlsUtils.vectorOfOne(element);
    }

    @Override
    public TlsDHGroupVerifier getDHGroupVerifier() {
        return group -> group.getP().bitLength() <= FIELD_LIMIT;
    }

    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public void notifySecureRenegotiation(boolean secure) {
        // A server without it is old, not unreachable.
    }

    @Override
    public int getMaxCertificateChainLength() {
        return CertificateChain.COUNT_LIMIT + 1;
    }

    @Override
    public int getMaxHandshakeMessageSize() {
        return Connection.BYTE_LIMIT;
    }

    @Override
    public void notifyServerVersion(ProtocolVersion serverVersion) throws IOException {
        super.notifyServerVersion(serverVersion);
        versionCode = serverVersion.getFullVersion();
    }

    @Override
    public void notifySelectedCipherSuite(int selected) {
        super.notifySelectedCipherSuite(selected);
        suiteCode = selected;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate sent) throws IOException {
                keep(sent.getCertificate());
                stapled = stapledTo(sent);
            }

            @Override
            public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
                return null;
            }
        };
    }

    /// Under TLS 1.3 it is an extension of the leaf's entry (RFC 8446, 4.4.2.1), which the library leaves to us.
    private static Optional<Bytes> stapledTo(TlsServerCertificate sent) throws IOException {
        CertificateStatus status = sent.getCertificateStatus();
        if (status != null) {
            return status.getStatusType() == CertificateStatusType.ocsp
                    ? Optional.of(Bytes.copyOf(status.getOCSPResponse().getEncoded(ASN1Encoding.DER)))
                    : Optional.empty();
        }
        Certificate chain = sent.getCertificate();
        byte[] extension = chain.isEmpty()
                ? null
                : TlsUtils.getExtensionData(
                        chain.getCertificateEntryAt(0).getExtensions(), TlsExtensionsUtils.EXT_status_request);
        return extension == null ? Optional.empty() : Optional.of(ServerFlight.status(Bytes.copyOf(extension)));
    }

    private void keep(Certificate chain) throws IOException {
        for (int at = 0; at < chain.getLength(); at++) {
            byte[] encoded = chain.getCertificateAt(at).getEncoded();
            CertificateChain.limit(at + 1, encoded.length);
            certificates.add(encoded);
        }
        if (!certificates.isEmpty()) {
            limitKey(certificates.getFirst());
        }
    }

    /// Only the leaf's key is used by the library.
    private static void limitKey(byte[] leaf) throws IOException {
        SubjectPublicKeyInfo key =
                org.bouncycastle.asn1.x509.Certificate.getInstance(leaf).getSubjectPublicKeyInfo();
        ASN1ObjectIdentifier algorithm = key.getAlgorithm().getAlgorithm();
        boolean classic = algorithm.on(PKCSObjectIdentifiers.pkcs_1) || algorithm.equals(X9ObjectIdentifiers.id_dsa);
        int size = key.getEncoded().length;
        if (classic && size > CLASSIC_KEY_LIMIT) {
            throw NoAnswer.notTheProtocol(
                    "a certificate's key of " + size + " bytes; the limit is " + CLASSIC_KEY_LIMIT);
        }
    }
}
