package io.redoubt.edge;

import io.redoubt.edge.UpstreamPool.HealthCheck;
import io.redoubt.policy.Durations;
import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.TextFile;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Urls;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;

/// The servers behind routes.
public record Upstream(UpstreamPool pool) {

    private static final Key<List<URI>> SERVERS = Key.required(
            "servers",
            ListType.of(Urls.bare("a server's URL", "http://10.0.2.10:8080", "http", "https"))
                    .orSingle()
                    .notEmpty(),
            "`http://host:port` or `https://host:port`, at least one");
    private static final Key<String> TRUST = Key.optional(
            "trust",
            new TextFile<>("internal-ca.pem", Upstream::roots),
            "a PEM file with the roots by which https servers are known, instead of the system's");
    private static final Key<HostName> SERVER_NAME = Key.optional(
            "server-name", HostName.TYPE, "whom their certificates are for, where that is not the host of the URL");
    private static final Key<Integer> CONNECTIONS = Key.of(
            "connections",
            Texts.number("a number of connections", 1, 100_000),
            String.valueOf(UpstreamPool.CONNECTIONS),
            "to each server at once; 503 when none becomes free");

    private static final Key<String> PATH = Key.required(
            "path",
            ScalarType.of("a path", "/health", Upstream::path),
            "what is asked for, by GET; 200 to 399 is well");
    private static final Key<Duration> EVERY = Key.of("every", Durations.TYPE, "5s", "how often");
    private static final Key<Duration> TIMEOUT = Key.of("timeout", Durations.TYPE, "2s", "not well after this");
    private static final Shape<HealthCheck> CHECK = Shape.of(
            "a health check",
            List.of(PATH, EVERY, TIMEOUT),
            values -> new HealthCheck(values.get(PATH), values.get(EVERY), values.get(TIMEOUT)));
    private static final Key<HealthCheck> HEALTH = Key.optional(
            "health",
            CHECK,
            "how it is seen whether a server is well; without it only failures of real requests count");

    static final Shape<Upstream> SHAPE = Shape.of(
                    "an upstream",
                    List.of(SERVERS, TRUST, SERVER_NAME, CONNECTIONS, HEALTH),
                    values -> new Upstream(new UpstreamPool(
                            values.get(SERVERS),
                            values.find(TRUST),
                            values.find(SERVER_NAME).map(HostName::text),
                            values.get(CONNECTIONS),
                            values.find(HEALTH))))
            .with(Upstream::check);

    private static Parsed<String> roots(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            boolean any = !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .isEmpty();
            if (any && text.contains("-----BEGIN CERTIFICATE-----")) {
                return Parsed.value(text);
            }
        } catch (CertificateException _) {
            // Said below, alike for whatever else it is.
        }
        return Parsed.wrong("has no PEM certificate", "name a file of them, such as internal-ca.pem");
    }

    private static Parsed<String> path(String text) {
        boolean sound = text.startsWith("/")
                && text.length() <= 1_024
                && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '#');
        return sound ? Parsed.value(text) : Parsed.wrong("is not a path", "write one such as /health");
    }

    private static void check(Upstream upstream, Origin at, Reader in) {
        List<URI> servers = upstream.pool.servers();
        for (int i = 1; i < servers.size(); i++) {
            if (servers.subList(0, i).contains(servers.get(i))) {
                in.problem(at.key("servers").item(i), "is in the list already", "remove one of the two");
            }
        }
        boolean plain = servers.stream().noneMatch(server -> "https".equals(server.getScheme()));
        if (plain && upstream.pool.trust().isPresent()) {
            in.problem(at.key("trust"), "is of no use: no server has https", "write https:// servers, or remove it");
        }
        if (plain && upstream.pool.serverName().isPresent()) {
            in.problem(
                    at.key("server-name"), "is of no use: no server has https", "write https:// servers, or remove it");
        }
    }
}
