package io.redoubt.edge.snapshot;

import io.redoubt.edge.Access;
import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.ListenAddresses;
import io.redoubt.edge.PendingChallenges;
import io.redoubt.edge.ServedCertificate;
import io.redoubt.edge.ServedRoute;
import io.redoubt.edge.SnapshotException;
import io.redoubt.edge.UpstreamPool;
import io.redoubt.policy.Address;
import io.redoubt.policy.Cidr;
import io.redoubt.policy.HostName;
import io.redoubt.policy.Mode;
import io.redoubt.policy.Parsed;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A snapshot from JSON.
public final class SnapshotReader {

    static final int FORMAT = 1;

    private SnapshotReader() {}

    /// @throws SnapshotException tells all that is wrong
    public static EdgeSnapshot read(byte[] json) {
        List<String> problems = new ArrayList<>();
        JsonObject top = JsonObject.of("", JsonDocument.parse(json), problems);
        top.number("format", FORMAT, FORMAT);
        long version = top.number("version", 0, Long.MAX_VALUE);
        Mode mode = top.parsed("mode", SnapshotReader::mode);
        ListenAddresses listen = listen(top.object("listen"));
        List<ServedCertificate> certificates = top.objects("certificates", SnapshotReader::certificate);
        List<ServedRoute> routes = top.objects("routes", SnapshotReader::route);
        Map<String, UpstreamPool> upstreams = top.named("upstreams", SnapshotReader::upstream);
        EdgeLimits limits = top.has("limits") ? limits(top.object("limits")) : EdgeLimits.DEFAULT;
        List<Cidr> trusted = top.parsedList("trusted_proxies", Cidr::parse);
        List<Cidr> protocol = top.parsedList("proxy_protocol", Cidr::parse);
        List<Cidr> denials = top.parsedList("denials", Cidr::parse);
        PendingChallenges challenges =
                top.has("challenges") ? challenges(top.object("challenges")) : PendingChallenges.NONE;
        top.end();
        if (!problems.isEmpty() || mode == null || listen == null || limits == null) {
            throw new SnapshotException(problems);
        }
        try {
            return new EdgeSnapshot(
                    version,
                    mode,
                    listen,
                    certificates,
                    routes,
                    upstreams,
                    limits,
                    trusted,
                    protocol,
                    denials,
                    challenges);
        } catch (IllegalArgumentException e) {
            throw new SnapshotException(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static Parsed<Mode> mode(String text) {
        return switch (text) {
            case "verify" -> Parsed.value(Mode.VERIFY);
            case "enforce" -> Parsed.value(Mode.ENFORCE);
            default -> Parsed.wrong("is not a mode", "use verify or enforce");
        };
    }

    private static @Nullable ListenAddresses listen(JsonObject in) {
        List<ListenAddresses.Socket> https = in.parsedList("https", SnapshotReader::socket);
        List<ListenAddresses.Socket> http = in.parsedList("http", SnapshotReader::socket);
        Optional<ListenAddresses.Socket> metrics = in.has("metrics")
                ? Optional.ofNullable(in.parsed("metrics", SnapshotReader::socket))
                : Optional.empty();
        in.end();
        try {
            return new ListenAddresses(https, http, metrics);
        } catch (IllegalArgumentException e) {
            in.problems().add("listen: " + e.getMessage());
            return null;
        }
    }

    private static Parsed<ListenAddresses.Socket> socket(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        boolean port = colon >= 0 && text.substring(colon + 1).matches("[0-9]{1,5}");
        if (!port || !(Address.parse(bare) instanceof Parsed.Value<Address>(Address address))) {
            return Parsed.wrong("is not ADDRESS:PORT", "use one such as 0.0.0.0:443");
        }
        int number = Integer.parseInt(text.substring(colon + 1));
        return number > 65_535
                ? Parsed.wrong("has no port up to 65535", "use one such as 0.0.0.0:443")
                : Parsed.value(new ListenAddresses.Socket(address, number));
    }

    private static ServedCertificate certificate(JsonObject in) {
        return new ServedCertificate(
                in.parsedList("names", HostName.WILDCARD.parser()).stream()
                        .map(HostName::text)
                        .toList(),
                in.text("chain"),
                in.secret("key"),
                in.truth("default"));
    }

    private static @Nullable ServedRoute route(JsonObject in) {
        HostName host = in.parsed("host", HostName::parse);
        String path = in.text("path");
        String upstream = in.text("upstream");
        Access access = access(in);
        var bytes = in.optionalNumber("body_bytes", Long.MAX_VALUE);
        var rate = in.optionalCount("requests_per_second", 1_000_000);
        List<Cidr> from = in.parsedList("from", Cidr::parse);
        return host == null || access == null
                ? null
                : new ServedRoute(host.text(), path, upstream, access, bytes, rate, from);
    }

    private static @Nullable Access access(JsonObject in) {
        Object value = in.raw("access");
        if ("anyone".equals(value)) {
            return Access.Open.ANYONE;
        }
        if ("signed-in".equals(value)) {
            return Access.Open.SIGNED_IN;
        }
        if (value instanceof String) {
            in.problems().add(in.at("access") + " is not anyone, signed-in or a permission");
            return null;
        }
        JsonObject permission = in.object("access");
        String name = permission.text("permission");
        permission.end();
        return new Access.Permission(name);
    }

    private static @Nullable UpstreamPool upstream(JsonObject in) {
        List<URI> servers = in.parsedList("servers", SnapshotReader::server);
        Optional<String> trust = in.optionalText("trust");
        Optional<String> name = in.optionalText("server_name");
        int connections = in.count("connections", UpstreamPool.CONNECTIONS, 100_000);
        Optional<UpstreamPool.HealthCheck> health = Optional.empty();
        if (in.has("health")) {
            JsonObject check = in.object("health");
            health = Optional.of(new UpstreamPool.HealthCheck(
                    check.text("path"),
                    check.time("every_ms", Duration.ofSeconds(5)),
                    check.time("timeout_ms", Duration.ofSeconds(2))));
            check.end();
        }
        return new UpstreamPool(servers, trust, name, connections, health);
    }

    private static Parsed<URI> server(String text) {
        try {
            URI uri = new URI(text);
            boolean plain = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return plain
                    ? Parsed.value(uri)
                    : Parsed.wrong("is not http://host:port or https://host:port", "write scheme, host and port");
        } catch (URISyntaxException e) {
            return Parsed.wrong("is not a URL", "use one such as http://10.0.2.10:8080");
        }
    }

    private static @Nullable EdgeLimits limits(JsonObject in) {
        EdgeLimits usual = EdgeLimits.DEFAULT;
        try {
            return new EdgeLimits(
                    in.count("connections", usual.connections(), 10_000_000),
                    in.count("connections_per_client", usual.connectionsPerClient(), 10_000_000),
                    in.count("requests_per_second", usual.requestsPerSecond(), 100_000_000),
                    in.count("target_bytes", usual.targetBytes(), 64 << 10),
                    in.count("head_bytes", usual.headBytes(), 256 << 10),
                    in.count("fields", usual.fields(), 1_000),
                    in.optionalNumber("body_bytes", Long.MAX_VALUE).orElse(usual.bodyBytes()),
                    in.count("streams", usual.streams(), 10_000),
                    in.time("handshake_ms", usual.handshake()),
                    in.time("head_ms", usual.head()),
                    in.time("body_ms", usual.body()),
                    in.time("idle_ms", usual.idle()),
                    in.time("connect_ms", usual.connect()),
                    in.time("answer_ms", usual.answer()),
                    in.time("quiet_ms", usual.quiet()),
                    in.time("total_ms", usual.total()));
        } catch (IllegalArgumentException e) {
            in.problems().add("limits: " + e.getMessage());
            return null;
        } finally {
            in.end();
        }
    }

    private static PendingChallenges challenges(JsonObject in) {
        Map<String, String> tokens = in.texts("http");
        Map<String, ServedCertificate> alpn = in.has("alpn") ? in.named("alpn", SnapshotReader::certificate) : Map.of();
        in.end();
        return new PendingChallenges(tokens, alpn);
    }
}
