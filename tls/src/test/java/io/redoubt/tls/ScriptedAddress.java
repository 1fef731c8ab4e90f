package io.redoubt.tls;

import io.redoubt.tls.endpoint.AddressProbe;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.CipherSuite;
import io.redoubt.wire.Group;
import io.redoubt.wire.Handshake;
import io.redoubt.wire.HttpAnswer;
import io.redoubt.wire.TlsVersion;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// An address that answers as it was told. What it was not told, it can't be asked.
final class ScriptedAddress implements AddressProbe {

    final Map<TlsVersion, Answer<TlsVersion>> versions = new EnumMap<>(TlsVersion.class);
    final Map<TlsVersion, Answer<List<CipherSuite>>> suites = new EnumMap<>(TlsVersion.class);
    final Map<TlsVersion, Answer<List<Group>>> groups = new EnumMap<>(TlsVersion.class);
    Answer<Handshake> handshake = notScripted();
    Answer<HttpAnswer> page = notScripted();
    Answer<HttpAnswer> plain = notScripted();

    @Override
    public Answer<TlsVersion> version(TlsVersion version) {
        Answer<?> details = suites.getOrDefault(
                version, groups.getOrDefault(version, notScripted()).map(_ -> List.of()));
        return versions.getOrDefault(version, details.map(_ -> version));
    }

    @Override
    public Answer<List<CipherSuite>> suites(TlsVersion version) {
        return suites.getOrDefault(version, notScripted());
    }

    @Override
    public Answer<List<Group>> groups(TlsVersion version) {
        return groups.getOrDefault(version, notScripted());
    }

    @Override
    public Answer<Handshake> handshake() {
        return handshake;
    }

    @Override
    public Answer<HttpAnswer> page() {
        return page;
    }

    @Override
    public Answer<HttpAnswer> plain(int port) {
        return plain;
    }

    static ScriptedAddress presenting(Handshake handshake) {
        ScriptedAddress address = new ScriptedAddress();
        address.handshake = new Accepted<>(handshake);
        return address;
    }

    private static <T> Answer<T> notScripted() {
        return new Undetermined<>(Obstacle.CANNOT_ASK, "not in the script");
    }
}
