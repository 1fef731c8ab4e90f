package io.redoubt.edge;

import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Urls;
import java.net.URI;
import java.util.List;

/// The servers behind routes.
public record Upstream(List<URI> servers) {

    private static final Key<List<URI>> SERVERS = Key.required(
            "servers",
            ListType.of(Urls.bare("a server's URL", "http://10.0.2.10:8080", "http", "https"))
                    .orSingle()
                    .notEmpty(),
            "`http://host:port` or `https://host:port`, at least one");

    static final Shape<Upstream> SHAPE = Shape.of(
                    "an upstream", List.of(SERVERS), values -> new Upstream(values.get(SERVERS)))
            .with(Upstream::check);

    public Upstream {
        servers = List.copyOf(servers);
    }

    private static void check(Upstream upstream, Origin at, Reader in) {
        for (int i = 1; i < upstream.servers.size(); i++) {
            if (upstream.servers.subList(0, i).contains(upstream.servers.get(i))) {
                in.problem(at.key("servers").item(i), "is in the list already", "remove one of the two");
            }
        }
    }
}
