package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.ClientHello.Shares;
import io.redoubt.wire.ClientHello.Stapling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts ClientHellos to one peer, and remembers what tells a refusal from a broken peer.
///
/// Thread-safe.
final class HelloAsker {

    /// Where a peer can't stand all suites in one ClientHello.
    static final int BATCH = 64;

    private final Peer peer;
    private final TlsProbe.Opening opening;
    private final Deadline deadline;
    private final ReentrantLock finding = new ReentrantLock();
    private volatile @Nullable ClientHello answered;
    private boolean speechless;

    /// What one does with a conversation that began well.
    @FunctionalInterface
    interface Continuation<T> {
        T after(HelloReply reply, Dialogue dialogue) throws NoAnswer;
    }

    HelloAsker(Peer peer, TlsProbe.Opening opening, Deadline deadline) {
        this.peer = peer;
        this.opening = opening;
        this.deadline = deadline;
    }

    boolean hasTime() {
        return !deadline.isOver();
    }

    Peer peer() {
        return peer;
    }

    ClientHello hello(TlsVersion version, List<CipherSuite> suites, List<Group> groups, Shares shares) {
        return new ClientHello(version, suites, groups, shares, Stapling.NOT_ASKED, ServerNames.of(peer.host()));
    }

    /// One ClientHello that offers these suites, and all groups that fit the version.
    HelloReply ask(TlsVersion version, List<CipherSuite> suites) throws NoAnswer, InterruptedException {
        return ask(hello(version, suites, groupsOf(version), Shares.COMMON), (reply, _) -> reply);
    }

    <T> T ask(ClientHello hello, Continuation<T> continuation) throws NoAnswer, InterruptedException {
        try (Dialogue dialogue = Dialogue.open(peer, deadline.within(Question.PATIENCE))) {
            HelloReply reply = dialogue.say(opening, hello);
            answered = hello;
            return continuation.after(reply, dialogue);
        }
    }

    static List<Group> groupsOf(TlsVersion version) {
        return switch (version) {
            case TLS_1_3 -> GroupRegistry.ofTls13();
            case TLS_1_2, TLS_1_1, TLS_1_0 -> GroupRegistry.classicCurves();
            case SSL_3 -> List.of();
        };
    }

    /// All suites that fit a version, in pieces that any peer can stand.
    static List<List<CipherSuite>> batches(TlsVersion version) {
        List<CipherSuite> all = CipherSuiteRegistry.offeredIn(version);
        List<List<CipherSuite>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return batches;
    }

    /// Whether the peer answers a ClientHello, now: if so, one that closes the connection on another means no. Asked
    /// anew each time, for a peer that limits connections closes on what it has answered before, too.
    boolean speaksTls() throws InterruptedException {
        finding.lockInterruptibly();
        try {
            for (ClientHello hello : hellos()) {
                try {
                    return ask(hello, (_, _) -> true);
                } catch (NoAnswer e) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new InterruptedException();
                    }
                    if (e.obstacle() != Obstacle.CLOSED) {
                        break;
                    }
                }
            }
            speechless = true;
            return false;
        } finally {
            finding.unlock();
        }
    }

    /// One that was answered before, else some that any server answers, unless that was tried in vain.
    private List<ClientHello> hellos() {
        ClientHello known = answered;
        if (known != null) {
            return List.of(known);
        }
        return speechless
                ? List.of()
                : Stream.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2, TlsVersion.TLS_1_0)
                        .map(version -> hello(version, batches(version).getFirst(), groupsOf(version), Shares.COMMON))
                        .toList();
    }
}
