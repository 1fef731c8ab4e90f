package io.redoubt.tls;

import io.redoubt.control.Control;
import io.redoubt.control.Reading;
import io.redoubt.control.Verdict;
import io.redoubt.policy.Mode;
import io.redoubt.tls.certificate.Trust;
import io.redoubt.wire.Bytes;
import io.redoubt.wire.CipherSuite;
import io.redoubt.wire.Handshake;
import io.redoubt.wire.Resolver;
import io.redoubt.wire.TlsVersion;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One endpoint that presents a forged chain, and the words that its controls find for it.
record CertificateCases(
        Path roots, URI url, InetAddress address, Resolver others, List<CertificateStanding> standings) {

    static final Instant NOW = Instant.parse("2026-07-01T08:11:00Z");

    static CertificateCases at(Path roots, String url, String address) {
        return new CertificateCases(
                roots,
                URI.create(url),
                InetAddress.ofLiteral(address),
                host -> {
                    throw new UnknownHostException(host);
                },
                List.of());
    }

    CertificateCases resolvingOthersTo(String literal) {
        return new CertificateCases(roots, url, address, _ -> List.of(InetAddress.ofLiteral(literal)), standings);
    }

    CertificateCases trusting(Path others) {
        return new CertificateCases(others, url, address, this.others, standings);
    }

    /// Where Redoubt renews it itself.
    CertificateCases renewedBy(CertificateStanding standing) {
        return new CertificateCases(roots, url, address, others, List.of(standing));
    }

    String verdict(String control, List<X509Certificate> chain) throws Exception {
        return verdict(control, chain, Optional.empty());
    }

    String verdict(String control, List<X509Certificate> chain, Optional<byte[]> stapled) throws Exception {
        return verdict(
                control,
                ScriptedAddress.presenting(new Handshake(
                        TlsVersion.TLS_1_3,
                        new CipherSuite(0x1301, "TLS_AES_128_GCM_SHA256"),
                        Optional.empty(),
                        chain,
                        stapled.map(Bytes::copyOf),
                        true)));
    }

    String verdict(String control, ScriptedAddress script) throws Exception {
        Endpoint endpoint = new Endpoint(url, OptionalInt.empty());
        TlsPolicy policy =
                new TlsPolicy(Mode.VERIFY, TlsVersion.TLS_1_3, List.of(endpoint), List.of(), Duration.ofDays(30));
        Tls tls = new Tls(
                policy,
                host -> host.equals(endpoint.host()) ? List.of(address) : others.resolve(host),
                Trust.only(List.of(roots)),
                () -> standings,
                InstantSource.fixed(NOW),
                Duration.ofSeconds(10),
                (_, _) -> script);
        return VerdictText.of(readAndJudge(tls.controls().stream()
                .filter(each -> each.row().id().value().equals(control))
                .findFirst()
                .orElseThrow()));
    }

    static <S> Verdict readAndJudge(Control<S> control) throws Exception {
        Reading<S> reading = control.read(control.subjects().getFirst());
        return control.judge(reading);
    }
}
