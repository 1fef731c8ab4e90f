package io.redoubt.edge.tls;

import io.redoubt.edge.ServedCertificate;
import io.redoubt.edge.SnapshotException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The certificates of a snapshot, ready for handshakes: TLS 1.3 only, hybrid post-quantum key exchange first, no
/// session tickets.
public final class ServerCertificates {

    private final Map<ServedCertificate, ServedContext> contexts = new HashMap<>();
    private final Map<String, ServedContext> exact = new HashMap<>();
    /// By what follows the first dot.
    private final Map<String, ServedContext> wildcard = new HashMap<>();
    private final @Nullable ServedContext fallback;

    /// @param before whose contexts are used again where the certificate has stayed the same
    /// @throws SnapshotException where a chain or key can't be used
    public ServerCertificates(List<ServedCertificate> certificates, @Nullable ServerCertificates before) {
        List<String> problems = new ArrayList<>();
        ServedContext other = null;
        int index = 0;
        for (ServedCertificate each : certificates) {
            ServedContext context = before == null ? null : before.contexts.get(each);
            try {
                context = context == null ? new ServedContext(each, "h2", "http/1.1") : context;
            } catch (SSLException _) {
                problems.add("certificates[%d] has a chain or a key that can't be used".formatted(index));
            }
            index++;
            if (context == null) {
                continue;
            }
            contexts.put(each, context);
            for (String name : each.names()) {
                if (name.startsWith("*.")) {
                    wildcard.putIfAbsent(name.substring(2), context);
                } else {
                    exact.putIfAbsent(name, context);
                }
            }
            if (each.fallback()) {
                if (other != null) {
                    problems.add("more than one certificate is the default");
                }
                other = context;
            }
        }
        if (!problems.isEmpty()) {
            throw new SnapshotException(problems);
        }
        fallback = other;
    }

    /// The context for a name, or null where the handshake has to be refused.
    @Nullable
    ServedContext forName(@Nullable String name) {
        if (name == null) {
            return fallback;
        }
        ServedContext context = exact.get(name);
        if (context == null) {
            int dot = name.indexOf('.');
            context = dot < 0 ? null : wildcard.get(name.substring(dot + 1));
        }
        return context == null ? fallback : context;
    }
}
