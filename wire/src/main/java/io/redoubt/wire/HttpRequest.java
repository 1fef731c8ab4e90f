package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.HttpProbe.Transport;
import java.nio.charset.StandardCharsets;

/// A request as it goes on the wire.
record HttpRequest(Bytes bytes) {

    static HttpRequest get(Peer peer, Transport transport, String path) throws NoAnswer {
        return of("GET", peer, transport, path, "", new byte[0]);
    }

    static HttpRequest post(Peer peer, Transport transport, String path, String mediaType, Bytes body) throws NoAnswer {
        String more = "Content-Type: " + visible(mediaType) + "\r\nContent-Length: " + body.length() + "\r\n";
        return of("POST", peer, transport, path, more, body.toArray());
    }

    private static HttpRequest of(String method, Peer peer, Transport transport, String path, String more, byte[] body)
            throws NoAnswer {
        if (!path.startsWith("/")) {
            throw new NoAnswer(Obstacle.CANNOT_ASK, "a path begins with '/', not " + Excerpt.of(path));
        }
        String head = method + " " + visible(path) + " HTTP/1.1\r\n"
                + "Host: " + host(peer, transport) + "\r\n"
                + "User-Agent: redoubt\r\n"
                + "Accept: */*\r\n"
                + more
                + "Connection: close\r\n\r\n";
        return new HttpRequest(Bytes.copyOf(new Sink()
                .raw(head.getBytes(StandardCharsets.US_ASCII))
                .raw(body)
                .toBytes()));
    }

    /// RFC 9110, section 7.2: with the port where it is not the scheme's own.
    private static String host(Peer peer, Transport transport) throws NoAnswer {
        int usual = switch (transport) {
            case TLS -> 443;
            case CLEAR -> 80;
        };
        String name = ServerNames.of(peer.host()).orElse(peer.host());
        String literal = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        int port = peer.address().getPort();
        return visible(port == usual ? literal : literal + ":" + port);
    }

    /// Nothing that could end the line or the word.
    private static String visible(String text) throws NoAnswer {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) <= 0x20 || text.charAt(at) >= 0x7f) {
                throw new NoAnswer(Obstacle.CANNOT_ASK, Excerpt.of(text) + " can't stand in a request");
            }
        }
        return text;
    }
}
