package io.redoubt.server;

import io.redoubt.assembly.Announced;
import io.redoubt.assembly.Assembly;
import io.redoubt.assembly.Core;
import io.redoubt.assembly.Instance;
import io.redoubt.assembly.InstancePlace;
import io.redoubt.assembly.Policy;
import io.redoubt.assembly.PolicyFile;
import io.redoubt.assembly.ProcessReferences;
import io.redoubt.assembly.StorePlace;
import io.redoubt.control.ControlId;
import io.redoubt.store.KeyFile;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.tls.CertificateStanding;
import io.redoubt.wire.Resolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A core with a real instance in a directory of the test's.
final class TestCore implements Core, AutoCloseable {

    private final Path directory;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Instance instance;
    private final ProcessReferences references;
    final List<CertificateStanding> certificates = new ArrayList<>();
    private volatile Policy policy;

    TestCore(Path at, InstantSource clock, String policy) {
        this.directory = made(at);
        this.clock = clock;
        this.references = new ProcessReferences(Map.of(), directory);
        this.instance = Instance.openOrCreate(
                new InstancePlace(
                        "shop",
                        directory.resolve("shop"),
                        new KeyFile(directory.resolve("root.key"), random),
                        new StorePlace.InDirectory()),
                clock,
                random);
        this.policy = read(policy);
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Instance instance() {
        return instance;
    }

    @Override
    public Assembly assembly() {
        return new Assembly(Resolver.system(), references, List.of(), clock);
    }

    @Override
    public Policy policy() {
        return policy;
    }

    @Override
    public Policy read(String text) {
        try {
            Path file = Files.writeString(Files.createTempFile(directory, "policy", ".yaml"), text);
            return new PolicyFile(
                            directory,
                            file,
                            references,
                            Announced.ids().stream().map(ControlId::value).collect(Collectors.toSet()),
                            clock)
                    .load(Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Activation activate(Policy next, long expected, String author, String actor) {
        Activation done = instance.policies().activate(next, expected, author, actor);
        policy = next;
        return done;
    }

    @Override
    public List<CertificateStanding> certificates() {
        return List.copyOf(certificates);
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public SecureRandom random() {
        return random;
    }

    @Override
    public void close() {
        instance.close();
    }
}
