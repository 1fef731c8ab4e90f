package io.redoubt.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real `openssl s_server` on loopback. It chooses its port itself.
public final class OpensslServer implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("(?m)^ACCEPT 127\\.0\\.0\\.1:(\\d+)$");

    private final ScratchDirectory directory;
    private final RunningProgram program;
    private final int port;

    private OpensslServer(ScratchDirectory directory, RunningProgram program, int port) {
        this.directory = directory;
        this.program = program;
        this.port = port;
    }

    /// @param arguments as of `s_server`, without `-accept`, `-cert`, `-key`; `-www` makes it answer HTTP
    public static OpensslServer start(IssuedCertificate certificate, String... arguments) {
        ScratchDirectory directory = ScratchDirectory.create("openssl");
        List<String> command = new ArrayList<>(List.of(
                new Program("openssl", "openssl").path(),
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                certificate.chainFile().toString(),
                "-cert_chain",
                certificate.chainFile().toString(),
                "-key",
                certificate.keyFile().toString()));
        command.addAll(List.of(arguments));
        RunningProgram program = RunningProgram.start(directory.path(), command);
        program.awaitReady(() -> PORT.matcher(program.output()).find());
        Matcher line = PORT.matcher(program.output());
        if (!line.find()) {
            throw new IllegalStateException("no port in: " + program.output());
        }
        return new OpensslServer(directory, program, Integer.parseInt(line.group(1)));
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        program.close();
        directory.close();
    }
}
