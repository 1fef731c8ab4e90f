package io.redoubt.tls.endpoint;

import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.CipherSuite;
import io.redoubt.wire.Deadline;
import io.redoubt.wire.Group;
import io.redoubt.wire.Handshake;
import io.redoubt.wire.HttpAnswer;
import io.redoubt.wire.HttpProbe;
import io.redoubt.wire.HttpProbe.Transport;
import io.redoubt.wire.Peer;
import io.redoubt.wire.TlsProbe;
import io.redoubt.wire.TlsProbe.Opening;
import io.redoubt.wire.TlsVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;

/// Asks over the network.
public final class WireProbe implements AddressProbe {

    /// Two retransmissions of a SYN fit in (RFC 6298: 1 s, then 2 s).
    private static final Duration CONNECT = Duration.ofMillis(3500);

    /// Enough to know a proxy by its error page.
    private static final int BODY_LIMIT = 4096;

    private final Peer peer;
    private final Deadline deadline;
    private final TlsProbe tls;

    public WireProbe(Peer peer, Deadline deadline) {
        this.peer = peer;
        this.deadline = deadline;
        this.tls = new TlsProbe(peer, Opening.DIRECT, deadline);
    }

    @Override
    public Answer<TlsVersion> version(TlsVersion version) throws InterruptedException {
        return tls.version(version);
    }

    @Override
    public Answer<List<CipherSuite>> suites(TlsVersion version) throws InterruptedException {
        return tls.suites(version);
    }

    @Override
    public Answer<List<Group>> groups(TlsVersion version) throws InterruptedException {
        return tls.groups(version);
    }

    @Override
    public Answer<Handshake> handshake() throws InterruptedException {
        return tls.handshake();
    }

    @Override
    public Answer<HttpAnswer> page() throws InterruptedException {
        return new HttpProbe(peer, Transport.TLS, deadline).get("/", BODY_LIMIT);
    }

    /// A firewall that drops what goes to port 80 is as common as one that rejects it. Only the connection can tell it
    /// from a server that accepts and then says nothing, so the connection is tried on its own first.
    @Override
    public Answer<HttpAnswer> plain(int port) throws InterruptedException {
        Peer plain = new Peer(peer.host(), new InetSocketAddress(peer.address().getAddress(), port));
        if (isFiltered(plain)) {
            return new Undetermined<>(Obstacle.UNREACHABLE, "no connection to " + plain + " comes about");
        }
        return new HttpProbe(plain, Transport.CLEAR, deadline).get("/", BODY_LIMIT);
    }

    private boolean isFiltered(Peer plain) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    plain.address(), (int) Math.max(1, deadline.within(CONNECT).remainingMillis()));
            return false;
        } catch (SocketTimeoutException _) {
            return true;
        } catch (IOException _) {
            // Whatever else it is, the probe meets it again and names it.
            return false;
        }
    }
}
