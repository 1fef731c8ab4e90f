package io.redoubt.tls.endpoint;

import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.CipherSuite;
import io.redoubt.wire.Deadline;
import io.redoubt.wire.Group;
import io.redoubt.wire.Handshake;
import io.redoubt.wire.HttpAnswer;
import io.redoubt.wire.Peer;
import io.redoubt.wire.TlsVersion;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/// What one address answers, each question asked at most once.
public final class AddressScan {

    /// The same page in the clear and inside TLS.
    ///
    /// @param plain refused where no port for plain HTTP is known
    public record PlainAndTls(Answer<HttpAnswer> plain, Answer<HttpAnswer> tls) {}

    private final Peer peer;
    private final Deadline deadline;
    private final String silence;
    private final Map<TlsVersion, Facet<TlsVersion>> versions;
    private final Map<TlsVersion, Facet<List<CipherSuite>>> suites;
    private final Map<TlsVersion, Facet<List<Group>>> groups;
    private final Facet<Handshake> handshake;
    private final Facet<HttpAnswer> page;
    private final Facet<HttpAnswer> plain;

    /// @param plainPort where the same host answers in the clear
    /// @param deadline  when readers stop waiting
    /// @param silence   what they are told then
    AddressScan(Peer peer, OptionalInt plainPort, AddressProbe probe, Deadline deadline, String silence) {
        this.peer = peer;
        this.deadline = deadline;
        this.silence = silence;
        this.versions = ofEach(version -> Facet.of(() -> probe.version(version)));
        this.suites = ofEach(version -> ofAccepted(version, () -> probe.suites(version)));
        this.groups = ofEach(version -> ofAccepted(version, () -> probe.groups(version)));
        this.handshake = Facet.of(probe::handshake);
        this.page = Facet.of(probe::page);
        this.plain = Facet.of(() -> plainPort.isPresent()
                ? probe.plain(plainPort.getAsInt())
                : new Refused<>("no port for plain HTTP is known"));
    }

    public Peer peer() {
        return peer;
    }

    /// When readers stop waiting.
    public Deadline deadline() {
        return deadline;
    }

    public ByVersion<TlsVersion> versions() throws InterruptedException {
        return answers(versions);
    }

    public Answer<TlsVersion> version(TlsVersion version) throws InterruptedException {
        return facetOf(versions, version).answer(deadline, silence);
    }

    /// Refused where the version is.
    public ByVersion<List<CipherSuite>> suites() throws InterruptedException {
        return answers(suites);
    }

    /// Refused where the version is.
    public ByVersion<List<Group>> groups() throws InterruptedException {
        return answers(groups);
    }

    public Answer<Handshake> handshake() throws InterruptedException {
        return handshake.answer(deadline, silence);
    }

    public Answer<HttpAnswer> page() throws InterruptedException {
        return page.answer(deadline, silence);
    }

    Answer<HttpAnswer> pageWithin(Deadline sooner) throws InterruptedException {
        return page.answer(sooner, silence);
    }

    /// Both asked side by side.
    public PlainAndTls plainAndTls() throws InterruptedException {
        page.ask();
        return new PlainAndTls(plain.answer(deadline, silence), page());
    }

    /// The version is asked about once for all that depends on it.
    private <T> Facet<T> ofAccepted(TlsVersion version, Facet.Question<T> question) {
        return Facet.of(() -> switch (version(version)) {
            case Accepted<TlsVersion> _ -> question.ask();
            case Refused<TlsVersion>(String how) -> new Refused<>(how);
            case Undetermined<TlsVersion>(Answer.Obstacle obstacle, String why) -> new Undetermined<>(obstacle, why);
        });
    }

    private <T> ByVersion<T> answers(Map<TlsVersion, Facet<T>> facets) throws InterruptedException {
        facets.values().forEach(Facet::ask);
        Map<TlsVersion, Answer<T>> answers = new EnumMap<>(TlsVersion.class);
        for (Map.Entry<TlsVersion, Facet<T>> facet : facets.entrySet()) {
            answers.put(facet.getKey(), facet.getValue().answer(deadline, silence));
        }
        return ByVersion.of(answers);
    }

    private static <T> Map<TlsVersion, Facet<T>> ofEach(Function<TlsVersion, Facet<T>> facet) {
        Map<TlsVersion, Facet<T>> facets = new EnumMap<>(TlsVersion.class);
        Arrays.stream(TlsVersion.values()).forEach(version -> facets.put(version, facet.apply(version)));
        return facets;
    }

    private static <T> Facet<T> facetOf(Map<TlsVersion, Facet<T>> facets, TlsVersion version) {
        Facet<T> facet = facets.get(version);
        if (facet == null) {
            throw new IllegalStateException("no question about " + version);
        }
        return facet;
    }
}
