package io.redoubt.tls;

import io.redoubt.tls.nginx.NginxConfiguration;
import io.redoubt.tls.nginx.NginxFiles;
import io.redoubt.tls.nginx.NginxSyntaxException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Where the private keys lie: those that the policy names, and those that nginx's own configuration does.
///
/// @param named by the policy
/// @param nginx the main file of its configuration, or null
record PrivateKeys(List<Path> named, @Nullable Path nginx) {

    PrivateKeys {
        named = List.copyOf(named);
    }

    static PrivateKeys of(TlsPolicy policy) {
        return new PrivateKeys(
                policy.certificates().stream()
                        .map(CertificateRequest::key)
                        .filter(Objects::nonNull)
                        .toList(),
                policy.nginx() == null ? null : Path.of(policy.nginx()).toAbsolutePath());
    }

    /// Each once. Where nginx's configuration can't be read, its main file stands for the keys in it, so that they are
    /// not silently none.
    List<Path> files() {
        SequencedSet<Path> files = new LinkedHashSet<>(named);
        if (nginx != null) {
            try {
                files.addAll(ofNginx(nginx));
            } catch (IOException | NginxSyntaxException _) {
                files.add(nginx);
            }
        }
        return List.copyOf(files);
    }

    /// Why a file of [#files] is no key but stands for those that are not known, or null.
    @Nullable
    String problem(Path file) {
        if (!file.equals(nginx)) {
            return null;
        }
        try {
            ofNginx(file);
            return null;
        } catch (IOException | NginxSyntaxException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// A key inside a device or a variable has no file.
    private static List<Path> ofNginx(Path main) throws IOException, NginxSyntaxException {
        NginxConfiguration configuration = NginxFiles.read(main);
        SequencedSet<Path> files = new LinkedHashSet<>();
        for (String value : configuration.valuesOf("ssl_certificate_key")) {
            if (!value.matches("(engine|data|store):.*")) {
                try {
                    files.add(configuration.resolved(value));
                } catch (InvalidPathException _) {
                    throw new IOException("a key's name in " + main + " is no name of a file");
                }
            }
        }
        return List.copyOf(files);
    }
}
