package io.redoubt.edge.tls;

import io.redoubt.edge.ServedCertificate;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// One certificate and its key, as handshakes ask for them. A key store in between would encrypt the key under a
/// password and decrypt it again, twice 10,000 rounds of PBKDF2 for each certificate.
final class ServedKey extends X509ExtendedKeyManager {

    private static final String ALIAS = "served";

    /// What BoringSSL signs with here.
    private static final Set<String> ALGORITHMS = Set.of("EC", "RSA");

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*+)-----END PRIVATE KEY-----");

    private final X509Certificate[] chain;
    private final PrivateKey key;

    /// @throws GeneralSecurityException where chain or key can't be read, or are of different kinds
    ServedKey(ServedCertificate certificate) throws GeneralSecurityException {
        this.chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(certificate.chain().getBytes(StandardCharsets.US_ASCII)))
                .toArray(X509Certificate[]::new);
        if (chain.length == 0) {
            throw new CertificateException("no certificate");
        }
        String algorithm = chain[0].getPublicKey().getAlgorithm();
        if (!ALGORITHMS.contains(algorithm)) {
            throw new CertificateException("neither EC nor RSA");
        }
        this.key = key(certificate.key().reveal(), algorithm);
        // Of EC keys the signature in the handshake tells; core looks at that before it trusts a new certificate.
        if (chain[0].getPublicKey() instanceof RSAKey open
                && !(key instanceof RSAKey secret && open.getModulus().equals(secret.getModulus()))) {
            throw new InvalidKeyException("the key of another certificate");
        }
    }

    private static PrivateKey key(String pem, String algorithm) throws GeneralSecurityException {
        Matcher block = KEY.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeyException("no key in PKCS#8");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("no base64", e);
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal @Nullable [] issuers, SSLEngine engine) {
        return type.equals(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, Socket socket) {
        return type.equals(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return type.equals(key.getAlgorithm()) ? new String[] {ALIAS} : null;
    }

    /// The same arrays and objects each time: BoringSSL's copy is kept as long as they are.
    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? chain : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? key : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
