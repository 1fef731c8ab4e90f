package io.redoubt.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A real ACME server on loopback, strict, which throws away a fifth of all nonces and asks for challenges itself. And
/// the DNS that it asks, in which every name leads to loopback.
public final class PebbleServer implements AutoCloseable {

    private static final String PACKAGE = "pebble";
    private static final int ATTEMPTS = 3;

    private final ScratchDirectory directory;
    private final CertificateForge forge;
    private final RunningProgram dns;
    private final RunningProgram pebble;
    private final int port;
    private final int httpPort;
    private final int tlsPort;
    private final int dnsManagement;

    private PebbleServer(ScratchDirectory directory, CertificateForge forge, Ports ports, int validity) {
        this.directory = directory;
        this.forge = forge;
        this.port = ports.acme;
        this.httpPort = ports.http;
        this.tlsPort = ports.tls;
        this.dnsManagement = ports.dnsManagement;
        String resolver = "127.0.0.1:" + ports.dns;
        dns = RunningProgram.start(
                sub(directory, "dns"),
                List.of(
                        new Program("pebble-challtestsrv", PACKAGE).path(),
                        "-defaultIPv4",
                        "127.0.0.1",
                        "-defaultIPv6",
                        "",
                        "-dns01",
                        resolver,
                        "-http01",
                        "",
                        "-https01",
                        "",
                        "-tlsalpn01",
                        "",
                        "-management",
                        "127.0.0.1:" + ports.dnsManagement));
        IssuedCertificate own = forge.issue(forge.recipe());
        Path configuration = directory.write("pebble.json", """
                {"pebble": {
                  "listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                  "certificate": "%s", "privateKey": "%s",
                  "httpPort": %d, "tlsPort": %d, "ocspResponderURL": "", "externalAccountBindingRequired": false,
                  "certificateValidityPeriod": %d
                }}
                """.formatted(
                        ports.acme, ports.management, own.chainFile(), own.keyFile(), ports.http, ports.tls, validity));
        pebble = RunningProgram.start(
                sub(directory, "pebble"),
                List.of(
                        "/usr/bin/env",
                        "PEBBLE_VA_NOSLEEP=1",
                        "PEBBLE_WFE_NONCEREJECT=20",
                        "PEBBLE_AUTHZREUSE=0",
                        new Program("pebble", PACKAGE).path(),
                        "-strict",
                        "-config",
                        configuration.toString(),
                        "-dnsserver",
                        resolver));
    }

    private record Ports(int acme, int management, int http, int tls, int dns, int dnsManagement) {
        static Ports free() {
            FreePorts free = new FreePorts();
            return new Ports(free.next(), free.next(), free.next(), free.next(), free.next(), free.next());
        }
    }

    /// @param validity of its certificates
    public static PebbleServer start(Duration validity) {
        ScratchDirectory directory = ScratchDirectory.create("pebble");
        CertificateForge forge = CertificateForge.at(Instant.now());
        for (int attempt = 1; ; attempt++) {
            PebbleServer server = new PebbleServer(directory, forge, Ports.free(), (int) validity.toSeconds());
            try {
                server.dns.awaitReady(() -> server.dns.listensOn(loopback(server.dnsManagement)));
                server.pebble.awaitReady(() -> server.pebble.listensOn(loopback(server.port)));
                return server;
            } catch (IllegalStateException e) {
                server.pebble.close();
                server.dns.close();
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static Path sub(ScratchDirectory directory, String name) {
        Path path = directory.path().resolve(name);
        path.toFile().mkdirs();
        return path;
    }

    public URI directory() {
        return URI.create("https://localhost:" + port + "/dir");
    }

    /// By which its own server is known.
    public Path rootFile() {
        return forge.rootFile();
    }

    /// Where it asks for http-01.
    public int httpPort() {
        return httpPort;
    }

    /// Where it asks for tls-alpn-01.
    public int tlsPort() {
        return tlsPort;
    }

    /// A program that publishes TXT records in its DNS: `present|cleanup NAME VALUE`.
    public Path dnsHook() {
        Path hook = directory.write("hook.sh", """
                #!/bin/sh
                set -eu
                case "$1" in
                present) to=set-txt ;;
                cleanup) to=clear-txt ;;
                *) exit 64 ;;
                esac
                curl -sf -o /dev/null -d "{\\"host\\": \\"$2.\\", \\"value\\": \\"$3\\"}" http://127.0.0.1:%d/$to
                """.formatted(dnsManagement));
        if (!hook.toFile().setExecutable(true, true)) {
            throw new IllegalStateException("the hook can't be made a program");
        }
        return hook;
    }

    /// What it has issued and been asked, for a test that fails.
    public String output() {
        return pebble.output();
    }

    /// Ends the server, as a CA that is down.
    public void stop() {
        pebble.close();
    }

    @Override
    public void close() {
        pebble.close();
        dns.close();
        forge.close();
        directory.close();
    }
}
