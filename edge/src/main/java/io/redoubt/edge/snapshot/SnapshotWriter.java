package io.redoubt.edge.snapshot;

import io.redoubt.edge.Access;
import io.redoubt.edge.EdgeLimits;
import io.redoubt.edge.EdgeSnapshot;
import io.redoubt.edge.ListenAddresses;
import io.redoubt.edge.ServedCertificate;
import io.redoubt.edge.ServedRoute;
import io.redoubt.edge.UpstreamPool;
import io.redoubt.policy.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A snapshot as JSON.
public final class SnapshotWriter {

    private SnapshotWriter() {}

    public static byte[] write(EdgeSnapshot snapshot) {
        Map<String, Object> top = new LinkedHashMap<>();
        top.put("format", SnapshotReader.FORMAT);
        top.put("version", number(snapshot.version()));
        top.put("mode", snapshot.mode().name().toLowerCase(Locale.ROOT));
        top.put("listen", listen(snapshot.listen()));
        top.put(
                "certificates",
                snapshot.certificates().stream()
                        .map(SnapshotWriter::certificate)
                        .toList());
        top.put("routes", snapshot.routes().stream().map(SnapshotWriter::route).toList());
        Map<String, Object> upstreams = new TreeMap<>();
        snapshot.upstreams().forEach((name, pool) -> upstreams.put(name, upstream(pool)));
        top.put("upstreams", upstreams);
        top.put("limits", limits(snapshot.limits()));
        top.put("trusted_proxies", texts(snapshot.trustedProxies()));
        top.put("proxy_protocol", texts(snapshot.proxyProtocol()));
        top.put("denials", texts(snapshot.denials()));
        Map<String, Object> alpn = new TreeMap<>();
        snapshot.challenges().alpn().forEach((name, each) -> alpn.put(name, certificate(each)));
        top.put("challenges", Map.of("http", snapshot.challenges().tokens(), "alpn", alpn));
        return Json.compact(top).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> listen(ListenAddresses listen) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("https", texts(listen.https()));
        map.put("http", texts(listen.http()));
        listen.metrics().ifPresent(socket -> map.put("metrics", socket.toString()));
        return map;
    }

    private static Map<String, Object> certificate(ServedCertificate each) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("names", each.names());
        map.put("chain", each.chain());
        map.put("key", each.key().reveal());
        map.put("default", each.fallback());
        return map;
    }

    private static Map<String, Object> route(ServedRoute route) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("host", route.host());
        map.put("path", route.path());
        map.put("upstream", route.upstream());
        map.put(
                "access",
                switch (route.access()) {
                    case Access.Open.ANYONE -> "anyone";
                    case Access.Open.SIGNED_IN -> "signed-in";
                    case Access.Permission(String name) -> Map.of("permission", name);
                });
        route.bodyBytes().ifPresent(bytes -> map.put("body_bytes", number(bytes)));
        route.requestsPerSecond().ifPresent(rate -> map.put("requests_per_second", rate));
        map.put("from", texts(route.from()));
        return map;
    }

    private static Map<String, Object> upstream(UpstreamPool pool) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("servers", texts(pool.servers()));
        pool.trust().ifPresent(pem -> map.put("trust", pem));
        pool.serverName().ifPresent(name -> map.put("server_name", name));
        map.put("connections", pool.connections());
        pool.health()
                .ifPresent(check -> map.put(
                        "health",
                        Map.of(
                                "path", check.path(),
                                "every_ms", time(check.every()),
                                "timeout_ms", time(check.timeout()))));
        return map;
    }

    private static Map<String, Object> limits(EdgeLimits limits) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("connections", limits.connections());
        map.put("connections_per_client", limits.connectionsPerClient());
        map.put("requests_per_second", limits.requestsPerSecond());
        map.put("target_bytes", limits.targetBytes());
        map.put("head_bytes", limits.headBytes());
        map.put("fields", limits.fields());
        map.put("body_bytes", number(limits.bodyBytes()));
        map.put("streams", limits.streams());
        map.put("handshake_ms", time(limits.handshake()));
        map.put("head_ms", time(limits.head()));
        map.put("body_ms", time(limits.body()));
        map.put("idle_ms", time(limits.idle()));
        map.put("connect_ms", time(limits.connect()));
        map.put("answer_ms", time(limits.answer()));
        map.put("quiet_ms", time(limits.quiet()));
        map.put("total_ms", time(limits.total()));
        return map;
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    private static BigDecimal time(Duration duration) {
        return number(duration.toMillis());
    }

    private static BigDecimal number(long value) {
        return BigDecimal.valueOf(value);
    }
}
