package io.redoubt.tls;

import io.redoubt.testkit.IssuedCertificate;
import io.redoubt.tls.nginx.NginxPlace;
import io.redoubt.tls.nginx.NginxProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/// A real nginx with a master process, whose site lies in a file of its own behind a link, as Debian lays it.
final class LiveNginx implements AutoCloseable {

    final int port = freePort();
    final Path directory;
    final Path site;
    final Path link;
    /// Of the address: another file, read before the site's.
    final Path defaultServer;
    private final Process process;

    LiveNginx(Path directory, IssuedCertificate certificate, String settings) throws Exception {
        this(directory, certificate, settings, "");
    }

    /// @param byDefault the settings of a default server in a file of its own, or empty for none
    LiveNginx(Path directory, IssuedCertificate certificate, String settings, String byDefault) throws Exception {
        this.directory = directory;
        site = directory.resolve("sites-available/shop");
        link = directory.resolve("sites-enabled/shop");
        defaultServer = directory.resolve("sites-enabled/default");
        Files.createDirectories(site.getParent());
        Files.createDirectories(link.getParent());
        Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log stderr notice;
                events { worker_connections 256; }
                http {
                  access_log off;
                  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                  include sites-enabled/*;
                }
                """);
        Files.writeString(site, """
                # The shop.
                server {
                    listen 127.0.0.1:%d ssl; # loopback
                    server_name localhost;
                    ssl_certificate %s;
                    ssl_certificate_key   "%s";
                %s    location / { return 200 "a;b}"; }
                }
                """.formatted(port, certificate.chainFile(), certificate.keyFile(), settings));
        Files.setPosixFilePermissions(site, PosixFilePermissions.fromString("rw-r-----"));
        if (!byDefault.isEmpty()) {
            Files.writeString(
                    defaultServer, """
                    server {
                        listen 127.0.0.1:%d ssl default_server;
                        ssl_certificate %s; ssl_certificate_key %s;
                    %s    return 444;
                    }
                    """.formatted(port, certificate.chainFile(), certificate.keyFile(), byDefault));
        }
        Files.createSymbolicLink(link, Path.of("../sites-available/shop"));
        process = new ProcessBuilder(
                        program(), "-p", directory.toString(), "-c", place().configuration(), "-e", "stderr")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        while (!new NginxProgram(place()).isRunning()) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(Files.readString(directory.resolve("log")));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static String program() {
        return Files.isExecutable(Path.of("/usr/sbin/nginx")) ? "/usr/sbin/nginx" : "nginx";
    }

    NginxPlace place() {
        return placeWith(program());
    }

    NginxPlace placeWith(String program) {
        return new NginxPlace(program, directory.resolve("nginx.conf").toString(), directory.toString());
    }

    /// Content, mode and owner.
    String state() throws IOException {
        return (Files.exists(defaultServer) ? Files.readString(defaultServer) : "")
                + Files.readString(site)
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(site))
                + Files.getOwner(site)
                + Files.isSymbolicLink(link);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }
}
