package io.redoubt.testkit;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A real nginx on loopback, unprivileged, with `server` blocks of the test's own.
///
/// `listen <https> ssl;` becomes `listen 127.0.0.1:PORT ssl;`, and `port("https")` tells the port. A name that ends in
/// `6` listens on `[::1]`; any other name may be used too, and the same name is the same port in all places. `<:https>`
/// is `:PORT` alone, for a URL.
public final class NginxServer implements AutoCloseable {

    private static final Pattern PLACE = Pattern.compile("<(:?)([a-z]+6?)>");
    private static final int ATTEMPTS = 3;

    private final ScratchDirectory directory;
    private final RunningProgram program;
    private final Map<String, Integer> ports;

    private NginxServer(ScratchDirectory directory, RunningProgram program, Map<String, Integer> ports) {
        this.directory = directory;
        this.program = program;
        this.ports = ports;
    }

    /// @param servers what stands in nginx's `http` block
    public static NginxServer start(String servers) {
        ScratchDirectory directory = ScratchDirectory.create("nginx");
        for (int attempt = 1; ; attempt++) {
            try {
                return start(directory, servers);
            } catch (IllegalStateException e) {
                boolean portTaken = String.valueOf(e.getMessage()).contains("Address already in use");
                if (!portTaken || attempt == ATTEMPTS) {
                    directory.close();
                    throw e;
                }
            }
        }
    }

    private static NginxServer start(ScratchDirectory directory, String servers) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        FreePorts free = new FreePorts();
        String placed = PLACE.matcher(servers).replaceAll(place -> {
            String name = place.group(2);
            String host = place.group(1).isEmpty() ? loopback(name) : "";
            return host + ":" + ports.computeIfAbsent(name, _ -> free.next());
        });
        Path configuration = directory.write("nginx.conf", """
                daemon off;
                master_process off;
                worker_processes 1;
                pid nginx.pid;
                error_log stderr notice;
                events { worker_connections 256; }
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  server_names_hash_bucket_size 128;
                %s
                }
                """.formatted(placed));
        RunningProgram program = RunningProgram.start(
                directory.path(),
                List.of(
                        new Program("nginx", "nginx-light").path(),
                        "-p",
                        directory.path().toString(),
                        "-c",
                        configuration.toString(),
                        "-e",
                        "stderr"));
        program.awaitReady(() -> ports.entrySet().stream()
                .allMatch(port -> program.listensOn(new InetSocketAddress(
                        loopback(port.getKey()).replace("[", "").replace("]", ""), port.getValue()))));
        return new NginxServer(directory, program, ports);
    }

    private static String loopback(String name) {
        return name.endsWith("6") ? "[::1]" : "127.0.0.1";
    }

    public int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no <" + name + "> in the configuration; there are " + ports.keySet());
        }
        return port;
    }

    @Override
    public void close() {
        program.close();
        directory.close();
    }
}
