package io.redoubt.server.console;

import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RequestPredicates.POST;

import io.redoubt.assembly.Core;
import io.redoubt.control.Control;
import io.redoubt.server.door.Forms;
import io.redoubt.server.door.Refusal;
import io.redoubt.server.door.RefusedException;
import io.redoubt.server.door.Session;
import io.redoubt.server.view.Evidence;
import io.redoubt.server.view.Overview;
import io.redoubt.server.view.Reading;
import io.redoubt.server.view.Revisions;
import io.redoubt.store.PolicyRevisions.Revision;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    private static final int MOST_LINES = 50;

    private final Core core;
    private final Reading reading;
    private final Evidence evidence;
    private final Revisions revisions;
    private final Function<Session, String> leaving;
    private final Assets assets;
    private final Templates templates;

    /// @param leaving ends a session, and says what the browser is to forget
    public Console(Core core, Reading reading, Function<Session, String> leaving) {
        this.core = core;
        this.reading = reading;
        this.evidence = new Evidence(core);
        this.revisions = new Revisions(core);
        this.leaving = leaving;
        this.assets = new Assets();
        this.templates = new Templates();
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .route(GET("/"), this::posture)
                .route(GET("/controls/{id}"), this::control)
                .route(GET("/policy"), this::policy)
                .route(GET("/policy/diff"), this::diff)
                .route(GET("/policy/revisions/{digest}"), this::revision)
                .route(GET("/certificates"), this::certificates)
                .route(GET("/evidence"), this::evidence)
                .route(GET("/evidence/{index}"), this::entry)
                .route(POST("/leave"), this::leave)
                .route(GET("/assets/{digest}/{name}"), this::asset)
                .build();
    }

    private ServerResponse posture(ServerRequest request) {
        Overview overview = reading.overview();
        return page(request, "posture", overview, Map.of("page", PosturePage.of(overview, reading.turns())));
    }

    private ServerResponse control(ServerRequest request) {
        Overview overview = reading.overview();
        Control<?> control = overview.scope().controls().stream()
                .filter(one -> one.row().id().value().equals(request.pathVariable("id")))
                .findFirst()
                .orElseThrow(() -> nothing("the policy has no such control"));
        ControlPage page = ControlPage.of(
                control,
                overview,
                reading.turns(),
                evidence.about(control.row().id().value(), MOST_LINES));
        return page(request, "control", overview, Map.of("page", page));
    }

    private ServerResponse policy(ServerRequest request) {
        Overview overview = reading.overview();
        PolicyPage page = PolicyPage.of(revisions.all(), overview.policy().digest(), overview.at());
        return page(request, "policy", overview, Map.of("page", page));
    }

    private ServerResponse revision(ServerRequest request) {
        Overview overview = reading.overview();
        Revision revision = revisionOf(request.pathVariable("digest"));
        return page(
                request,
                "revision",
                overview,
                Map.of(
                        "shown", PolicyPage.shown(revision.digest()),
                        "digest", revision.digest(),
                        "at", When.of(revision.createdAt(), overview.at()),
                        "author", Revisions.text(revision.author()),
                        "document", Revisions.text(revision.document())));
    }

    private ServerResponse diff(ServerRequest request) {
        Overview overview = reading.overview();
        Revision from = revisionOf(request.param("from").orElse(""));
        Revision to = revisionOf(request.param("to").orElse(""));
        DiffPage page = new DiffPage(
                PolicyPage.shown(from.digest()),
                PolicyPage.shown(to.digest()),
                revisions.between(from, to).stream().map(DiffPage.Line::of).toList());
        return page(request, "diff", overview, Map.of("page", page));
    }

    private Revision revisionOf(String digest) {
        return revisions.find(digest).orElseThrow(() -> nothing("there is no such revision"));
    }

    private ServerResponse certificates(ServerRequest request) {
        Overview overview = reading.overview();
        CertificatesPage page = CertificatesPage.of(core.certificates(), overview.at());
        return page(request, "certificates", overview, Map.of("page", page));
    }

    private ServerResponse evidence(ServerRequest request) {
        Overview overview = reading.overview();
        long before = number(request.param("before").orElse(Long.toString(Long.MAX_VALUE)));
        List<EvidencePage.Line> lines = evidence.before(before, MOST_LINES).stream()
                .map(entry -> EvidencePage.Line.of(entry, overview.at()))
                .toList();
        long oldest = lines.isEmpty() ? 0 : lines.getLast().index();
        return page(request, "evidence", overview, Map.of("lines", lines, "oldest", oldest));
    }

    private ServerResponse entry(ServerRequest request) {
        Overview overview = reading.overview();
        EvidencePage page = evidence.find(number(request.pathVariable("index")))
                .map(proved -> EvidencePage.of(proved, overview.at()))
                .orElseThrow(() -> nothing("there is no such entry"));
        return page(request, "entry", overview, Map.of("page", page));
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}|" + Long.MAX_VALUE)) {
            throw nothing("there is no such entry");
        }
        return Long.parseLong(text);
    }

    private ServerResponse leave(ServerRequest request) {
        HttpServletRequest sent = request.servletRequest();
        Session session = Session.of(sent);
        if (session == null) {
            throw nothing("nobody is signed in");
        }
        Forms.insistOnToken(sent, session);
        return ServerResponse.status(303)
                .headers(headers -> {
                    headers.set("Location", "/");
                    headers.set("Set-Cookie", leaving.apply(session));
                })
                .build();
    }

    private static RefusedException nothing(String what) {
        return new RefusedException(Refusal.notFound(what));
    }

    private ServerResponse asset(ServerRequest request) {
        Assets.Asset asset = assets.find(request.path()).orElseThrow(() -> nothing("there is no such file"));
        return ServerResponse.ok()
                .contentType(asset.type())
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).immutable().cachePublic())
                .body(asset.content());
    }

    private ServerResponse page(ServerRequest request, String template, Overview overview, Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("chrome", chrome(request.servletRequest(), overview));
        return ServerResponse.ok().contentType(HTML).body(templates.render(template, all));
    }

    /// A page that says why there is none.
    public String refused(HttpServletRequest request, Refusal refusal) {
        return templates.render("refused", Map.of("refusal", refusal, "chrome", chrome(request, null)));
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
