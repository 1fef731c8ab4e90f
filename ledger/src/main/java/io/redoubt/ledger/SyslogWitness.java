package io.redoubt.ledger;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Sends checkpoints to a syslog server: RFC 5424 over TCP, framed by octet counting (RFC 6587), so that one that did
/// not arrive mostly shows. It can't be asked what it keeps.
public final class SyslogWitness implements Witness {

    /// Facility 13 (log audit), severity 5 (notice).
    private static final int PRIORITY = 13 * 8 + 5;

    private final String host;
    private final int port;
    private final Duration timeout;
    private final InstantSource time;

    /// @param timeout until it is connected
    public SyslogWitness(String host, int port, Duration timeout, InstantSource time) {
        this.host = host;
        this.port = port;
        this.timeout = timeout;
        this.time = time;
    }

    @Override
    public String name() {
        return host + ":" + port;
    }

    @Override
    public void record(Checkpoint checkpoint) throws IOException {
        byte[] message = message(checkpoint).getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), (int) timeout.toMillis());
            OutputStream out = socket.getOutputStream();
            out.write((message.length + " ").getBytes(StandardCharsets.US_ASCII));
            out.write(message);
            out.flush();
        }
    }

    /// One line: a note has several.
    String message(Checkpoint checkpoint) {
        String note = Base64.getEncoder().encodeToString(checkpoint.note().getBytes(StandardCharsets.UTF_8));
        return "<%d>1 %s - redoubt - checkpoint - %s %d %s"
                .formatted(
                        PRIORITY,
                        time.instant().truncatedTo(ChronoUnit.MILLIS),
                        checkpoint.origin(),
                        checkpoint.size(),
                        note);
    }

    @Override
    public Optional<List<Checkpoint>> recall(String origin) {
        return Optional.empty();
    }
}
