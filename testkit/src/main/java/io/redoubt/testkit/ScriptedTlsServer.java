package io.redoubt.testkit;

import io.redoubt.testkit.HelloAnswer.Alert;
import io.redoubt.testkit.HelloAnswer.Choose;
import io.redoubt.testkit.HelloAnswer.Play;
import io.redoubt.testkit.HelloAnswer.Retry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;

/// A TLS server that offers what no current server does any more: SSLv3, RC4, export suites, NULL, anonymous suites,
/// fields of 512 bits. It answers ClientHellos by a policy, and goes no further.
public final class ScriptedTlsServer implements AutoCloseable {

    private final ScriptedServer server;

    private ScriptedTlsServer(ScriptedServer server) {
        this.server = server;
    }

    /// @param chain as it is sent, the leaf first; empty for an anonymous server
    public static ScriptedTlsServer answering(List<X509Certificate> chain, Function<HeardHello, HelloAnswer> policy) {
        ServerFlightWriter writer = new ServerFlightWriter(chain);
        return new ScriptedTlsServer(ScriptedServer.playing(socket -> converse(socket, writer, policy)));
    }

    private static void converse(Socket socket, ServerFlightWriter writer, Function<HeardHello, HelloAnswer> policy)
            throws IOException {
        HeardHello hello = HeardHello.read(socket.getInputStream());
        OutputStream output = socket.getOutputStream();
        switch (policy.apply(hello)) {
            case Choose choice -> output.write(writer.choice(choice));
            case Retry(int suite, int group) -> output.write(writer.retry(suite, group));
            case Alert(int description) -> output.write(writer.alert(hello.version(), description));
            case Play(Script script) -> {
                script.play(socket);
                return;
            }
        }
        // A close with unread bytes would be a reset, and take the answer with it.
        socket.shutdownOutput();
        Script.silence().play(socket);
    }

    public int port() {
        return server.port();
    }

    /// How many connections there have been.
    public int accepted() {
        return server.accepted();
    }

    @Override
    public void close() {
        server.close();
    }
}
