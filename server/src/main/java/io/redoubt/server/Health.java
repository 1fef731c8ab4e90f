package io.redoubt.server;

import static org.springframework.web.servlet.function.RequestPredicates.GET;

import io.redoubt.assembly.Core;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.policy.Json;
import io.redoubt.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/// Whether the process lives, and whether it can answer: asked without a session, and tells nothing else.
final class Health {

    private final Core core;

    Health(Core core) {
        this.core = core;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .route(GET("/health/live"), _ -> answer(200, "UP"))
                .route(GET("/health/ready"), _ -> isReady() ? answer(200, "UP") : answer(503, "DOWN"))
                .build();
    }

    private boolean isReady() {
        try {
            core.instance().policies().active();
            core.instance().ledger(LedgerStream.EVIDENCE).checkpoint();
            return true;
        } catch (StoreException | LedgerException _) {
            return false;
        }
    }

    private static ServerResponse answer(int status, String word) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.pretty(Map.of("status", word)).getBytes(StandardCharsets.UTF_8));
    }
}
