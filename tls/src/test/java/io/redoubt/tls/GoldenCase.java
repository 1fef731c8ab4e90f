package io.redoubt.tls;

import io.redoubt.tls.endpoint.AddressProbe;
import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Obstacle;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.Bytes;
import io.redoubt.wire.CipherSuite;
import io.redoubt.wire.Group;
import io.redoubt.wire.Group.Kind;
import io.redoubt.wire.HttpAnswer;
import io.redoubt.wire.Peer;
import io.redoubt.wire.TlsVersion;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// One case of a golden file: what addresses answer, and the verdict as text. The format is in `golden/README.md`.
final class GoldenCase {

    private static final Map<String, Group> GROUPS = Map.of(
            "X25519MLKEM768", new Group(0x11ec, "X25519MLKEM768", Kind.HYBRID_POST_QUANTUM, 192),
            "x25519", new Group(29, "x25519", Kind.ELLIPTIC_CURVE, 128),
            "secp256r1", new Group(23, "secp256r1", Kind.ELLIPTIC_CURVE, 128),
            "secp192r1", new Group(19, "secp192r1", Kind.ELLIPTIC_CURVE, 96),
            "ffdhe2048", new Group(256, "ffdhe2048", Kind.FINITE_FIELD, 112),
            "DH-1024-bits", new Group(-1, "DH 1024 bits", Kind.FINITE_FIELD, 80));

    final String name;
    final String expected;
    URI url = URI.create("https://shop.example.com");
    OptionalInt plainPort = OptionalInt.of(80);
    TlsVersion minimum = TlsVersion.TLS_1_3;
    private final Map<String, ScriptedAddress> addresses = new LinkedHashMap<>();
    private String current = "203.0.113.7";

    GoldenCase(String name, List<String> script, String expected) {
        this.name = name;
        this.expected = expected;
        script.forEach(this::read);
        addresses.computeIfAbsent(current, _ -> new ScriptedAddress());
    }

    List<InetAddress> addresses() {
        return addresses.keySet().stream().map(InetAddress::ofLiteral).toList();
    }

    AddressProbe probe(Peer peer) {
        return addresses.get(peer.address().getAddress().getHostAddress());
    }

    private void read(String line) {
        String[] words = line.split(" ", 3);
        String rest = words.length > 2 ? words[2] : "";
        switch (words[0]) {
            case "url" -> url = URI.create(words[1]);
            case "no-plain-port" -> plainPort = OptionalInt.empty();
            case "minimum" -> minimum = version(words[1]);
            case "at" -> {
                current = InetAddress.ofLiteral(words[1]).getHostAddress();
                addresses.put(current, new ScriptedAddress());
            }
            case "version" -> address().versions.put(version(words[1]), answer(rest, _ -> version(words[1])));
            case "suites" ->
                address()
                        .suites
                        .put(
                                version(words[1]),
                                answer(
                                        rest,
                                        names -> names.stream()
                                                .map(name -> new CipherSuite(name.hashCode() & 0xffff, name))
                                                .toList()));
            case "groups" ->
                address()
                        .groups
                        .put(
                                version(words[1]),
                                answer(
                                        rest,
                                        names -> names.stream().map(GROUPS::get).toList()));
            case "all" -> all(words[1] + " " + rest);
            case "page" -> address().page = http(address().page, line.substring("page ".length()));
            case "plain" -> address().plain = http(address().plain, line.substring("plain ".length()));
            default -> throw new IllegalArgumentException(name + ": " + line);
        }
    }

    private void all(String answer) {
        for (TlsVersion version : TlsVersion.values()) {
            address().versions.put(version, answer(answer, _ -> version));
        }
        address().page = answer(answer, _ -> new HttpAnswer(200, List.of(), Bytes.copyOf(new byte[0])));
    }

    private ScriptedAddress address() {
        return addresses.computeIfAbsent(current, _ -> new ScriptedAddress());
    }

    private interface Value<T> {
        T of(List<String> words);
    }

    private <T> Answer<T> answer(String text, Value<T> value) {
        List<String> words = Arrays.asList(text.strip().split(" +", -1));
        String rest = String.join(" ", words.subList(1, words.size()));
        String peer = current.contains(":") ? "[" + current + "]:443" : current + ":443";
        return switch (words.getFirst()) {
            case "accepted" -> new Accepted<>(value.of(words.subList(1, words.size())));
            case "refused" -> new Refused<>(rest.isEmpty() ? "alert protocol_version" : rest);
            case "silent" -> new Undetermined<>(Obstacle.TIMED_OUT, peer + " said nothing in time");
            case "closed" -> new Undetermined<>(Obstacle.CLOSED, peer + " closed the connection");
            case "nothing-listens" -> new Undetermined<>(Obstacle.CONNECTION_REFUSED, peer + " refused the connection");
            case "no-route" -> new Undetermined<>(Obstacle.UNREACHABLE, peer + ": Network is unreachable");
            default -> throw new IllegalArgumentException(name + ": " + text);
        };
    }

    /// `| 200` begins a head, `| Name: value` goes on with it, `> text` is a body; else an answer like any other.
    private Answer<HttpAnswer> http(Answer<HttpAnswer> before, String text) {
        if (text.startsWith("> ") && before instanceof Accepted<HttpAnswer>(HttpAnswer head)) {
            return new Accepted<>(new HttpAnswer(
                    head.status(),
                    head.headers(),
                    Bytes.copyOf(text.substring(2).getBytes(StandardCharsets.UTF_8))));
        }
        if (!text.startsWith("| ")) {
            return answer(text, _ -> {
                throw new IllegalArgumentException(text);
            });
        }
        String line = text.substring(2);
        int colon = line.indexOf(':');
        if (colon < 0) {
            return new Accepted<>(new HttpAnswer(Integer.parseInt(line), List.of(), Bytes.copyOf(new byte[0])));
        }
        HttpAnswer head = ((Accepted<HttpAnswer>) before).value();
        List<HttpAnswer.Header> headers = new ArrayList<>(head.headers());
        headers.add(new HttpAnswer.Header(
                line.substring(0, colon).toLowerCase(Locale.ROOT),
                line.substring(colon + 1).strip().translateEscapes()));
        return new Accepted<>(new HttpAnswer(head.status(), headers, head.body()));
    }

    private static TlsVersion version(String text) {
        return TlsVersion.parse(text).orElseThrow();
    }
}
