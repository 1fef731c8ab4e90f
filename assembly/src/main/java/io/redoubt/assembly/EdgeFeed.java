package io.redoubt.assembly;

import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.ledger.Json;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// Gives the edge its snapshots, over a Unix socket that only the edge's own user may open; the kernel says who that
/// is. The protocol is in the README of `edge`. Thread-safe.
final class EdgeFeed implements AutoCloseable {

    static final String SOCKET = "edge.sock";

    private static final Logger LOG = System.getLogger(EdgeFeed.class.getName());

    private static final int LARGEST_ANSWER = 64 << 10;
    private static final byte[] NOTHING_NEW = {};

    /// The edge waits for a minute.
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final ServerSocketChannel listener;
    private final Path socket;
    private final long heartbeat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable EdgeSnapshot newest;
    private @Nullable SocketChannel edge;
    private long applied = -1;
    private Optional<String> trouble = Optional.empty();
    /// What was logged last: the same again every few seconds tells nothing.
    private String told = "";

    private EdgeFeed(ServerSocketChannel listener, Path socket, Duration heartbeat) {
        this.listener = listener;
        this.socket = socket;
        this.heartbeat = heartbeat.toNanos();
    }

    /// @param directory where the socket is to be, and nothing else
    /// @param user      whom the edge runs as
    static EdgeFeed start(Path directory, int user) {
        return start(directory, user, HEARTBEAT);
    }

    /// @param heartbeat how often it tells the edge that core lives
    static EdgeFeed start(Path directory, int user, Duration heartbeat) {
        Path socket = directory.resolve(SOCKET);
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(directory);
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            Files.deleteIfExists(socket);
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            Files.setAttribute(socket, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
            EdgeFeed feed = new EdgeFeed(listener, socket, heartbeat);
            Thread.ofPlatform().daemon().name("edge feed").start(feed::accept);
            return feed;
        } catch (IOException e) {
            throw new ProblemException(Problem.of(
                    "the socket %s can't be made (%s)".formatted(socket, e.getMessage()),
                    "its path may have 107 bytes; name a shorter directory with --data"));
        }
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel caller = listener.accept();
                if (isEdge(caller)) {
                    Thread.ofVirtual().name("edge").start(() -> serve(caller));
                } else {
                    caller.close();
                }
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                LOG.log(Level.WARNING, "an edge could not be taken: {0}", e.getMessage());
            }
        }
    }

    private boolean isEdge(SocketChannel caller) throws IOException {
        String user = caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return user.equals(Files.getOwner(socket, LinkOption.NOFOLLOW_LINKS).getName());
    }

    /// The newest edge is the one that is fed: the one before has ended, or is about to.
    private void serve(SocketChannel caller) {
        lock.lock();
        try {
            edge = caller;
            applied = -1;
            trouble = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("edge answers").start(() -> listen(caller));
        long sent = -1;
        try (caller;
                DataOutputStream out = new DataOutputStream(Channels.newOutputStream(caller))) {
            while (awaitNewer(caller, sent)) {
                EdgeSnapshot next = newerThan(sent);
                byte[] frame = next == null ? NOTHING_NEW : next.encode();
                out.writeInt(frame.length);
                out.write(frame);
                out.flush();
                sent = next == null ? sent : next.version();
            }
        } catch (IOException e) {
            LOG.log(Level.INFO, "the edge is gone: {0}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            left(caller);
        }
    }

    /// Waits for a snapshot that is newer, and at most until the next heartbeat is due.
    ///
    /// @return whether the caller is still the edge
    private boolean awaitNewer(SocketChannel caller, long sent) throws InterruptedException {
        long left = heartbeat;
        lock.lock();
        try {
            while (caller.equals(edge) && left > 0 && newerThan(sent) == null) {
                left = changed.awaitNanos(left);
            }
            return caller.equals(edge);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable EdgeSnapshot newerThan(long sent) {
        lock.lock();
        try {
            EdgeSnapshot snapshot = newest;
            return snapshot != null && snapshot.version() > sent ? snapshot : null;
        } finally {
            lock.unlock();
        }
    }

    private void listen(SocketChannel caller) {
        try {
            DataInputStream in = new DataInputStream(Channels.newInputStream(caller));
            while (true) {
                int length = in.readInt();
                if (length < 0 || length > LARGEST_ANSWER) {
                    throw new IOException("an answer of " + length + " bytes");
                }
                answered(caller, Json.ofBytes(in.readNBytes(length)));
            }
        } catch (IOException | IllegalArgumentException _) {
            left(caller);
        }
    }

    /// A taken-over edge may say anything here: it is believed in what it serves, and in nothing else.
    private void answered(SocketChannel caller, Json answer) {
        lock.lock();
        try {
            if (caller.equals(edge) && answer instanceof Json.Obj(var members)) {
                String version = text(members.get("version"));
                if (version.matches("\\d{1,18}")) {
                    applied = Long.parseLong(version);
                }
                String problem = text(members.get("problem"));
                trouble = problem.isEmpty() ? Optional.empty() : Optional.of(problem);
                if (!problem.isEmpty() && !problem.equals(told)) {
                    LOG.log(Level.ERROR, "the edge: {0}, and is tried again", problem);
                }
                told = problem;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static String text(@Nullable Json json) {
        return json instanceof Json.Text(String text) ? text : "";
    }

    private void left(SocketChannel caller) {
        lock.lock();
        try {
            if (caller.equals(edge)) {
                edge = null;
                applied = -1;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Gives it to the edge, now or when one comes.
    void publish(EdgeSnapshot snapshot) {
        lock.lock();
        try {
            newest = snapshot;
            trouble = Optional.empty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the edge could not serve what it was given last.
    boolean isRefused() {
        lock.lock();
        try {
            return trouble.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the edge runs this version or a newer one.
    ///
    /// @return what keeps it from that: what the edge said, or that it did not answer in time; empty when it runs
    Optional<String> await(long version, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (applied < version && trouble.isEmpty()) {
                if (left <= 0) {
                    return Optional.of("the edge did not answer within " + atMost.toSeconds() + " s");
                }
                left = changed.awaitNanos(left);
            }
            return applied >= version ? Optional.empty() : trouble;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try (SocketChannel _ = edge;
                listener) {
            edge = null;
            changed.signalAll();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the socket of the edge stays behind: {0}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
