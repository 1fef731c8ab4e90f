package io.redoubt.tls;

import io.redoubt.tls.issuance.ChainCheck;
import io.redoubt.tls.issuance.KeyPairs;
import io.redoubt.tls.issuance.Pem;
import io.redoubt.tls.issuance.TroubleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A certificate that someone else writes to files. While they are being written they do not fit: then it is trouble
/// until they do.
///
/// @param chain PEM, the leaf first
/// @param key   PEM, PKCS#8, not encrypted
record CertificateFiles(List<X509Certificate> chain, PrivateKey key) {

    private static final int MOST_BYTES = 256 << 10;

    CertificateFiles {
        chain = List.copyOf(chain);
    }

    /// @throws TroubleException where they can't be read
    static CertificateFiles read(Path chainFile, Path keyFile) throws TroubleException {
        List<X509Certificate> chain;
        try {
            chain = Pem.certificates(text(chainFile));
        } catch (IOException | GeneralSecurityException _) {
            throw unreadable(chainFile, "give a readable file with a chain in PEM");
        }
        if (chain.isEmpty()) {
            throw unreadable(chainFile, "give a readable file with a chain in PEM");
        }
        try {
            return new CertificateFiles(chain, Pem.key(text(keyFile)));
        } catch (IOException | GeneralSecurityException _) {
            throw unreadable(
                    keyFile, "give a readable file with a key in PKCS#8: openssl pkcs8 -topk8 -nocrypt converts it");
        }
    }

    /// @throws TroubleException where they are not to be used
    void check(List<String> names, Instant now, SecureRandom random) throws TroubleException {
        X509Certificate leaf = chain.getFirst();
        if (!KeyPairs.belong(key, leaf.getPublicKey(), random)) {
            throw new TroubleException(
                    "the files hold a certificate and the key of another", "write both; they are looked at again");
        }
        String complaint = ChainCheck.complaint(chain, leaf.getPublicKey(), names, ChainCheck.Names.AT_LEAST, now)
                .orElse("");
        if (!complaint.isEmpty()) {
            String mend = leaf.getBasicConstraints() >= 0
                    ? "write one that is not (openssl req: -addext basicConstraints=critical,CA:FALSE)"
                    : "write another";
            throw new TroubleException("in the files, " + complaint, mend + "; they are looked at again");
        }
    }

    private static TroubleException unreadable(Path file, String mend) {
        return new TroubleException("nothing can be read from " + file, mend);
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("too large");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
