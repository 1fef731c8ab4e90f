package io.redoubt.edge;

import io.redoubt.policy.Cidr;
import io.redoubt.policy.Mode;
import java.util.List;
import java.util.Map;

/// A snapshot that is like another one in all that a test does not change.
public final class ChangedSnapshot {

    private final EdgeSnapshot base;
    private long version;
    private Mode mode;
    private ListenAddresses listen;
    private List<ServedRoute> routes;
    private Map<String, UpstreamPool> upstreams;
    private EdgeLimits limits;
    private List<Cidr> trusted;
    private List<Cidr> protocol;
    private List<Cidr> denials;
    private PendingChallenges challenges;

    private ChangedSnapshot(EdgeSnapshot base) {
        this.base = base;
        version = base.version();
        mode = base.mode();
        listen = base.listen();
        routes = base.routes();
        upstreams = base.upstreams();
        limits = base.limits();
        trusted = base.trustedProxies();
        protocol = base.proxyProtocol();
        denials = base.denials();
        challenges = base.challenges();
    }

    public static ChangedSnapshot of(EdgeSnapshot base) {
        return new ChangedSnapshot(base);
    }

    public ChangedSnapshot version(long other) {
        version = other;
        return this;
    }

    ChangedSnapshot mode(Mode other) {
        mode = other;
        return this;
    }

    public ChangedSnapshot listen(ListenAddresses other) {
        listen = other;
        return this;
    }

    ChangedSnapshot routes(ServedRoute... others) {
        routes = List.of(others);
        return this;
    }

    ChangedSnapshot upstreams(Map<String, UpstreamPool> others) {
        upstreams = others;
        return this;
    }

    ChangedSnapshot limits(EdgeLimits others) {
        limits = others;
        return this;
    }

    ChangedSnapshot trusting(List<Cidr> proxies) {
        trusted = proxies;
        return this;
    }

    ChangedSnapshot proxyProtocol(List<Cidr> peers) {
        protocol = peers;
        return this;
    }

    ChangedSnapshot denying(List<Cidr> addresses) {
        denials = addresses;
        return this;
    }

    ChangedSnapshot challenges(PendingChallenges others) {
        challenges = others;
        return this;
    }

    public EdgeSnapshot snapshot() {
        return new EdgeSnapshot(
                version,
                mode,
                listen,
                base.certificates(),
                routes,
                upstreams,
                limits,
                trusted,
                protocol,
                denials,
                challenges);
    }
}
