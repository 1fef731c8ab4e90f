package io.redoubt.tls.certificate;

import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The roots that are trusted: the system's, and those that were given beside them. The system's are read when the
/// first chain asks for them.
///
/// Thread-safe.
public final class Trust {

    private static final int MOST_BYTES = 16 << 20;

    /// Where Debian, Fedora, SUSE, older Red Hat and Alpine keep theirs.
    private static final List<Path> SYSTEM_BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
            Path.of("/etc/ssl/ca-bundle.pem"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/cert.pem"));

    private final List<RootStore> given;
    private final boolean withSystem;
    private volatile @Nullable RootStore system;

    private Trust(List<RootStore> given, boolean withSystem) {
        this.given = given;
        this.withSystem = withSystem;
    }

    /// @param more PEM files with roots to trust beside the system's
    /// @throws ProblemException where one can't be read
    public static Trust system(List<Path> more) {
        return new Trust(read(more), true);
    }

    /// These and no others.
    ///
    /// @throws ProblemException where one can't be read
    public static Trust only(List<Path> roots) {
        return new Trust(read(roots), false);
    }

    /// The roots that bear the name of an issuer of one of these.
    Set<TrustAnchor> anchorsOf(Collection<X509Certificate> certificates) {
        return certificates.stream()
                .map(X509Certificate::getIssuerX500Principal)
                .distinct()
                .flatMap(issuer -> stores().flatMap(store -> store.named(issuer).stream()))
                .map(root -> new TrustAnchor(root, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Whether this very certificate is trusted, whoever issued it.
    boolean holds(X509Certificate certificate) {
        return stores().anyMatch(store -> store.holds(certificate));
    }

    private Stream<RootStore> stores() {
        return withSystem ? Stream.concat(given.stream(), Stream.of(system())) : given.stream();
    }

    /// Read twice at worst, by two threads at once.
    private RootStore system() {
        RootStore read = system;
        if (read == null) {
            read = readSystem();
            system = read;
        }
        return read;
    }

    private static List<RootStore> read(List<Path> files) {
        List<RootStore> stores = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                RootStore store = RootStore.ofPem(bytesOf(file));
                if (store.isEmpty()) {
                    problems.add(Problem.of(file + " holds no certificate", "give roots in PEM"));
                }
                stores.add(store);
            } catch (IOException | IllegalArgumentException unreadable) {
                problems.add(Problem.of("can't read roots from " + file, "give a readable file with roots in PEM"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ProblemException(problems);
        }
        return List.copyOf(stores);
    }

    private RootStore readSystem() {
        for (Path bundle : SYSTEM_BUNDLES) {
            try {
                RootStore store = RootStore.ofPem(bytesOf(bundle));
                if (!store.isEmpty()) {
                    return store;
                }
            } catch (IOException | IllegalArgumentException _) {
                // The next candidate; the runtime has roots of its own in the end.
            }
        }
        return runtimeRoots();
    }

    private static RootStore runtimeRoots() {
        Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        try {
            return RootStore.of(KeyStore.getInstance(file.toFile(), (char[]) null));
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new ProblemException(Problem.of(
                    "this machine has no trusted roots", "apt-get install ca-certificates, or --trust FILE"));
        }
    }

    private static byte[] bytesOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            if (in.read() >= 0) {
                throw new IOException(file + " is larger than any bundle of roots");
            }
            return bytes;
        }
    }
}
