package io.redoubt.tls.acme;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.tls.issuance.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// By which roots an authority's own server is known: the runtime's, and those of files beside them.
final class TrustedRoots {

    private static final long MOST_BYTES = 1 << 20;

    private TrustedRoots() {}

    /// @throws ProblemException where a file can't be read
    static SSLContext with(List<Path> files) {
        try {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            int number = 0;
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager known) {
                    for (X509Certificate root : known.getAcceptedIssuers()) {
                        roots.setCertificateEntry("root-" + number++, root);
                    }
                }
            }
            for (Path file : files) {
                for (X509Certificate root : read(file)) {
                    roots.setCertificateEntry("root-" + number++, root);
                }
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(roots), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this runtime has no TLS", e);
        }
    }

    private static TrustManager[] managers(@Nullable KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return factory.getTrustManagers();
    }

    private static List<X509Certificate> read(Path file) {
        try {
            if (Files.size(file) <= MOST_BYTES) {
                List<X509Certificate> roots = Pem.certificates(Files.readString(file, StandardCharsets.ISO_8859_1));
                if (!roots.isEmpty()) {
                    return roots;
                }
            }
        } catch (IOException | GeneralSecurityException _) {
            // Told below, without what is in the file.
        }
        throw new ProblemException(
                Problem.of("can't read roots from " + file, "give a readable file with up to 8 roots in PEM"));
    }
}
