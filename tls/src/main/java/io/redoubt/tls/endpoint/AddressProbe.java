package io.redoubt.tls.endpoint;

import io.redoubt.wire.Answer;
import io.redoubt.wire.CipherSuite;
import io.redoubt.wire.Deadline;
import io.redoubt.wire.Group;
import io.redoubt.wire.Handshake;
import io.redoubt.wire.HttpAnswer;
import io.redoubt.wire.Peer;
import io.redoubt.wire.TlsVersion;
import java.util.List;

/// The questions that one address of an endpoint is asked. Every one of them may block until the deadline.
///
/// Thread-safe: questions are put side by side.
public interface AddressProbe {

    Answer<TlsVersion> version(TlsVersion version) throws InterruptedException;

    /// @param version one that the address accepts
    Answer<List<CipherSuite>> suites(TlsVersion version) throws InterruptedException;

    /// @param version one that the address accepts
    Answer<List<Group>> groups(TlsVersion version) throws InterruptedException;

    Answer<Handshake> handshake() throws InterruptedException;

    /// `GET /` inside TLS.
    Answer<HttpAnswer> page() throws InterruptedException;

    /// `GET /` in the clear. [Answer.Obstacle#UNREACHABLE] where no connection comes about at all.
    Answer<HttpAnswer> plain(int port) throws InterruptedException;

    /// Where probes come from: the network, or a script.
    @FunctionalInterface
    interface Source {
        AddressProbe to(Peer peer, Deadline deadline);
    }
}
