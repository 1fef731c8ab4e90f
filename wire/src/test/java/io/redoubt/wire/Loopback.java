package io.redoubt.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.HttpProbe.Transport;
import io.redoubt.wire.TlsProbe.Opening;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Probes of what listens on this machine.
final class Loopback {

    private Loopback() {}

    static Peer peer(int port) {
        return new Peer("localhost", new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    static TlsProbe tls(int port) {
        return new TlsProbe(peer(port), Opening.DIRECT, soon());
    }

    static HttpProbe https(int port) {
        return new HttpProbe(peer(port), Transport.TLS, soon());
    }

    static HttpProbe http(int port) {
        return new HttpProbe(peer(port), Transport.CLEAR, soon());
    }

    static <T> T accepted(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Accepted.class);
        return ((Accepted<T>) answer).value();
    }

    static String refused(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Refused.class);
        return ((Refused<?>) answer).how();
    }

    static Undetermined<?> undetermined(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Undetermined.class);
        return (Undetermined<?>) answer;
    }
}
