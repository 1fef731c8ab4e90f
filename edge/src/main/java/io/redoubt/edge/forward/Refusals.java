package io.redoubt.edge.forward;

import io.redoubt.edge.log.AccessLine;
import io.redoubt.edge.message.Refusal;

/// Counts and logs what is refused before there is a request that can be understood.
public final class Refusals {

    private Refusals() {}

    /// @param protocol as far as it is known
    public static void log(EdgeState edge, ClientConnection client, String protocol, Refusal refusal, String why) {
        edge.metrics().refuse(refusal);
        edge.metrics().answered(refusal.status(), 0, 0);
        client.loop()
                .log()
                .write(new AccessLine.Entry(
                        edge.clock().instant(),
                        client.peer().toString(),
                        null,
                        client.serverName(),
                        null,
                        protocol,
                        refusal.status(),
                        0,
                        0,
                        0,
                        null,
                        null,
                        refusal,
                        why,
                        null));
    }
}
