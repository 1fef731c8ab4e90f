package io.redoubt.assembly;

import io.redoubt.policy.Node;
import io.redoubt.policy.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How tests read policies: on a fixed day, with a few controls, and with nothing of this machine.
final class TestPolicies {

    static final InstantSource TODAY = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));
    static final Set<String> CONTROLS =
            Set.of("tls.minimum-version", "tls.hsts", "tls.cookies", "tls.renewal", "network.matrix", "secrets.age");

    private TestPolicies() {}

    static PolicyFile file(Path path, Map<String, String> environment) {
        return new PolicyFile(
                path, new ProcessReferences(environment, path.toAbsolutePath().getParent()), CONTROLS, TODAY);
    }

    static Policy read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static Policy read(byte[] text) {
        Node.Mapping tree = Yaml.read("redoubt.yaml", text);
        PolicyReading reading =
                new PolicyReading(new ProcessReferences(Map.of(), Path.of("no-such-directory")), CONTROLS, TODAY);
        return reading.read(tree, Optional.empty(), io.redoubt.policy.Credentials.in(tree));
    }
}
