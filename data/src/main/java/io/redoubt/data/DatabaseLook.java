package io.redoubt.data;

import io.redoubt.control.CannotLookException;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Deadline;
import io.redoubt.wire.Peer;
import io.redoubt.wire.PostgresProbe;
import io.redoubt.wire.Resolver;
import io.redoubt.wire.TlsProbe;
import io.redoubt.wire.TlsProbe.Opening;
import io.redoubt.wire.TlsVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks every address of a PostgreSQL server, all questions side by side.
final class DatabaseLook {

    private static final int MOST_ADDRESSES = 4;

    private final Resolver resolver;
    private final Duration timeout;

    /// @param timeout for all of it
    DatabaseLook(Resolver resolver, Duration timeout) {
        this.resolver = resolver;
        this.timeout = timeout;
    }

    DatabaseSighting at(DatabaseTarget target) throws CannotLookException, InterruptedException {
        // What the probes know has to arrive before a watchdog ends the reading.
        Deadline deadline = Deadline.after(timeout.multipliedBy(9).dividedBy(10));
        List<Peer> peers = peers(target);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<DatabaseSighting.At>> looks = new ArrayList<>();
            for (Peer peer : peers) {
                looks.add(() -> look(target, peer, deadline, threads));
            }
            return new DatabaseSighting(all(threads, looks));
        }
    }

    private static DatabaseSighting.At look(
            DatabaseTarget target, Peer peer, Deadline deadline, ExecutorService threads) throws InterruptedException {
        PostgresProbe postgres = new PostgresProbe(peer, deadline);
        TlsProbe tls = new TlsProbe(peer, Opening.POSTGRESQL, deadline);
        List<Answer<String>> told = all(
                threads,
                List.of(
                        postgres::offersTls,
                        () -> postgres.plainStartup(target.user(), target.database()),
                        () -> postgres.tlsStartup(target.user(), target.database())));
        List<Callable<Answer<TlsVersion>>> questions = new ArrayList<>();
        for (TlsVersion version : TlsVersion.values()) {
            questions.add(() -> tls.version(version));
        }
        Iterator<Answer<TlsVersion>> answers = all(threads, questions).iterator();
        Map<TlsVersion, Answer<TlsVersion>> versions = new EnumMap<>(TlsVersion.class);
        for (TlsVersion version : TlsVersion.values()) {
            versions.put(version, answers.next());
        }
        return new DatabaseSighting.At(peer.addressText(), told.get(0), told.get(1), told.get(2), versions);
    }

    /// In the order of the questions; an interrupt cancels those that are still open.
    private static <T> List<T> all(ExecutorService threads, List<? extends Callable<T>> questions)
            throws InterruptedException {
        List<T> answers = new ArrayList<>();
        try {
            for (Future<T> each : threads.invokeAll(questions)) {
                answers.add(each.get());
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a probe failed", failure.getCause());
        }
        return answers;
    }

    private List<Peer> peers(DatabaseTarget target) throws CannotLookException {
        try {
            return resolver.resolve(target.host()).stream()
                    .distinct()
                    .limit(MOST_ADDRESSES)
                    .map((InetAddress address) ->
                            new Peer(target.host(), new InetSocketAddress(address, target.port())))
                    .toList();
        } catch (UnknownHostException _) {
            throw new CannotLookException(
                    target.host() + " has no address", "look it up: getent ahosts " + target.host());
        }
    }
}
