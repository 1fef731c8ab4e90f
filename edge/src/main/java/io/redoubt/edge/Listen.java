package io.redoubt.edge;

import io.redoubt.policy.Key;
import io.redoubt.policy.Origin;
import io.redoubt.policy.Reader;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.util.List;

/// The ports that the edge listens on.
///
/// @param http only redirects, and answers ACME
public record Listen(int https, int http) {

    private static final ScalarType<Integer> PORT = Texts.number("a port number", 1, 65_535);
    private static final Key<Integer> HTTPS = Key.of("https", PORT, "443", "for everything");
    private static final Key<Integer> HTTP = Key.of("http", PORT, "80", "for redirects to https and for ACME");

    static final Shape<Listen> SHAPE = Shape.of(
                    "the ports to listen on",
                    List.of(HTTPS, HTTP),
                    values -> new Listen(values.get(HTTPS), values.get(HTTP)))
            .with(Listen::check);

    private static void check(Listen listen, Origin at, Reader in) {
        if (listen.https == listen.http) {
            in.problem(at.written("http", "https"), "https and http can't listen on one port", "use two ports");
        }
    }
}
