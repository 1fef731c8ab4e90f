package io.redoubt.server.console;

import static org.springframework.web.servlet.function.RequestPredicates.GET;

import io.redoubt.assembly.Core;
import io.redoubt.server.door.Refusal;
import io.redoubt.server.door.RefusedException;
import io.redoubt.server.door.Session;
import io.redoubt.server.view.Overview;
import io.redoubt.server.view.Reading;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// The pages, and what leads to them.
public final class Console {

    static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

    private static final int SHORT = 12;

    private final Core core;
    private final Reading reading;
    private final Assets assets;
    private final Templates templates;

    public Console(Core core, Reading reading, Assets assets, Templates templates) {
        this.core = core;
        this.reading = reading;
        this.assets = assets;
        this.templates = templates;
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .route(GET("/"), this::posture)
                .route(GET("/assets/{digest}/{name}"), this::asset)
                .build();
    }

    private ServerResponse posture(ServerRequest request) {
        Overview overview = reading.overview();
        return page(request, "posture", overview, Map.of("page", PosturePage.of(overview, reading.turns())));
    }

    private ServerResponse asset(ServerRequest request) {
        Assets.Asset asset = assets.find(request.path())
                .orElseThrow(() -> new RefusedException(Refusal.notFound("there is no such file")));
        return ServerResponse.ok()
                .contentType(asset.type())
                .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable().cachePublic())
                .body(asset.content());
    }

    private ServerResponse page(ServerRequest request, String template, Overview overview, Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("chrome", chrome(request.servletRequest(), overview));
        return ServerResponse.ok().contentType(HTML).body(templates.render(template, all));
    }

    /// A page that says why there is none.
    public String refused(HttpServletRequest request, Refusal refusal) {
        return templates.render(
                "refused", Map.of("refusal", refusal, "chrome", chrome(request, null)));
    }

    /// @param overview null where nobody is signed in, or nothing could be read
    private Chrome chrome(HttpServletRequest request, @Nullable Overview overview) {
        Session session = Session.of(request);
        var now = core.clock().instant();
        String path = request.getRequestURI();
        return new Chrome(
                overview == null ? "" : overview.service(),
                overview == null ? null : overview.node(),
                overview == null ? null : overview.policy().digest().substring(0, SHORT),
                overview == null ? 0 : overview.checkpoint().size(),
                When.of(now, now),
                assets.path("console.css"),
                assets.path("icon.svg"),
                session == null
                        ? List.of()
                        : List.of(
                                new Chrome.Place("Posture", "/", path.equals("/") || path.startsWith("/controls/")),
                                new Chrome.Place("Policy", "/policy", path.startsWith("/policy")),
                                new Chrome.Place("Certificates", "/certificates", path.startsWith("/certificates")),
                                new Chrome.Place("Evidence", "/evidence", path.startsWith("/evidence"))),
                session == null ? null : session.csrf());
    }
}
