package io.redoubt.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.assembly.ControlPlane;
import java.nio.file.Path;
import java.util.ServiceLoader;

/// A started control plane, and a browser's cookie.
final class Served implements AutoCloseable {

    static final String HOST = "security.shop.example.com";

    static final String POLICY = """
            redoubt: 1
            service: shop
            tls:
              endpoints: [https://shop.example.com, https://pay.example.com]
            data:
              databases:
                - { name: shop, url: "postgresql://shop@db.example.com/shop" }
            """;

    final SteppedClock clock;
    final TestCore core;
    final ControlPlane.Running plane;
    final Wire wire;

    Served(Path directory, String policy) {
        clock = new SteppedClock(SteppedClock.START);
        core = new TestCore(directory, clock, policy);
        plane = ServiceLoader.load(ControlPlane.class).findFirst().orElseThrow().start(core, HOST);
        wire = new Wire(plane.address());
    }

    /// The `Cookie` header of a new session.
    String enter() {
        Answer answer = get(plane.oneTimePath(), "");
        assertThat(answer.status()).isEqualTo(303);
        String cookie = answer.header("Set-Cookie");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    Answer get(String path, String cookie) {
        return wire.send(
                "GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n" + header(cookie) + "\r\n");
    }

    Answer post(String path, String cookie, String origin, String type, String body) {
        return wire.send("POST " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n" + header(cookie)
                + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n") + "Content-Type: " + type
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    static String header(String cookie) {
        return cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n";
    }

    @Override
    public void close() {
        plane.close();
        core.close();
    }
}
