package io.redoubt.server.api;

import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RequestPredicates.POST;

import io.redoubt.assembly.Core;
import io.redoubt.control.Control;
import io.redoubt.control.Posture.Held;
import io.redoubt.control.Turn;
import io.redoubt.policy.Json;
import io.redoubt.server.door.Refusal;
import io.redoubt.server.door.RefusedException;
import io.redoubt.server.door.Session;
import io.redoubt.server.view.Evidence;
import io.redoubt.server.view.Overview;
import io.redoubt.server.view.Reading;
import io.redoubt.server.view.Revisions;
import io.redoubt.server.view.Times;
import io.redoubt.store.PolicyRevisions.Revision;
import io.redoubt.tls.CertificateStanding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// The REST interface. `openapi.json` beside this class says what each route takes and gives.
public final class Api {

    private static final int MOST_ENTRIES = 500;
    private static final int USUAL_ENTRIES = 50;
    private static final int MOST_TURNS = 500;

    private final Core core;
    private final Reading reading;
    private final Evidence evidence;
    private final Revisions revisions;

    public Api(Core core, Reading reading) {
        this.core = core;
        this.reading = reading;
        this.evidence = new Evidence(core);
        this.revisions = new Revisions(core);
    }

    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .route(GET("/api/v1/openapi.json"), _ -> openApi())
                .route(GET("/api/v1/session"), this::session)
                .route(GET("/api/v1/posture"), _ -> posture())
                .route(GET("/api/v1/controls"), _ -> controls())
                .route(GET("/api/v1/controls/{id}"), this::control)
                .route(GET("/api/v1/controls/{id}/history"), this::history)
                .route(GET("/api/v1/evidence"), this::entries)
                .route(GET("/api/v1/evidence/{index}"), this::entry)
                .route(GET("/api/v1/policy/revisions"), _ -> json(PolicyJson.all(revisions.all())))
                .route(POST("/api/v1/policy/revisions"), this::propose)
                .route(GET("/api/v1/policy/revisions/{digest}"), this::revision)
                .route(POST("/api/v1/policy/revisions/{digest}/activate"), this::activate)
                .route(GET("/api/v1/policy/diff"), this::diff)
                .route(GET("/api/v1/certificates"), _ -> certificates())
                .build();
    }

    private static ServerResponse json(Map<String, ? extends @Nullable Object> json) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.pretty(json).getBytes(StandardCharsets.UTF_8));
    }

    private static ServerResponse openApi() {
        try (InputStream document = Api.class.getResourceAsStream("openapi.json")) {
            if (document == null) {
                throw new IllegalStateException("no openapi.json in this build");
            }
            return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(document.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerResponse session(ServerRequest request) {
        Session session = sessionOf(request);
        return json(Map.of(
                "id", session.id(),
                "openedAt", Times.rfc3339(session.openedAt()),
                "rights", session.rights().name().toLowerCase(Locale.ROOT)));
    }

    private ServerResponse posture() {
        Overview overview = reading.overview();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("service", overview.service());
        json.put("node", overview.node());
        json.put("at", Times.rfc3339(overview.at()));
        json.put("policy", "sha256:" + overview.policy().digest());
        json.put("active", overview.active().map(PolicyJson::activation).orElse(null));
        json.put("evidenceEntries", BigDecimal.valueOf(overview.checkpoint().size()));
        json.put("summary", VerdictJson.summary(overview.summary()));
        json.put("sections", overview.sections().stream().map(Api::section).toList());
        json.put(
                "verdicts",
                overview.posture().held().stream().map(VerdictJson::held).toList());
        json.put("turned", overview.turned().stream().map(VerdictJson::turn).toList());
        json.put(
                "retired",
                overview.posture().retired().stream().map(VerdictJson::retired).toList());
        return json(json);
    }

    private static Map<String, @Nullable Object> section(Overview.Section section) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("section", section.name());
        json.put("state", section.state().name());
        json.put("pass", section.summary().pass());
        json.put("fail", section.summary().fail());
        json.put("unknown", section.summary().unknown());
        json.put("notApplicable", section.summary().notApplicable());
        json.put("waived", section.summary().waived());
        json.put("since", section.since().map(Times::rfc3339).orElse(null));
        return json;
    }

    private ServerResponse controls() {
        return json(Map.of(
                "controls",
                reading.scope().controls().stream()
                        .map(control -> row(control, List.of()))
                        .toList()));
    }

    private ServerResponse control(ServerRequest request) {
        Overview overview = reading.overview();
        Control<?> control = controlOf(request, overview);
        return json(row(
                control,
                overview.posture().held().stream()
                        .filter(held -> held.assessment()
                                .row()
                                .id()
                                .equals(control.row().id()))
                        .toList()));
    }

    private Map<String, Object> row(Control<?> control, List<Held> held) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", control.row().id().value());
        json.put("title", control.row().title());
        json.put("severity", control.row().severity().text());
        json.put("vantage", control.row().vantage().text());
        json.put("every", core.policy().checks().every(control.row().id()).toString());
        if (!held.isEmpty()) {
            json.put("verdicts", held.stream().map(VerdictJson::held).toList());
        }
        return json;
    }

    private static Control<?> controlOf(ServerRequest request, Overview overview) {
        return overview.scope().controls().stream()
                .filter(control -> control.row().id().value().equals(request.pathVariable("id")))
                .findFirst()
                .orElseThrow(() -> nothing("the policy has no such control"));
    }

    private ServerResponse history(ServerRequest request) {
        Control<?> control = controlOf(request, reading.overview());
        List<Turn> turns = reading.turns().stream()
                .filter(turn -> turn.control().equals(control.row().id()))
                .toList();
        return json(Map.of(
                "turns",
                turns.subList(Math.max(0, turns.size() - MOST_TURNS), turns.size()).reversed().stream()
                        .map(VerdictJson::turn)
                        .toList(),
                "evidence",
                evidence.about(control.row().id().value(), USUAL_ENTRIES).stream()
                        .map(EvidenceJson::entry)
                        .toList()));
    }

    private ServerResponse entries(ServerRequest request) {
        long before = request.param("before").map(Api::number).orElse(Long.MAX_VALUE);
        long limit = request.param("limit").map(Api::number).orElse((long) USUAL_ENTRIES);
        if (limit < 1 || limit > MOST_ENTRIES) {
            throw new RefusedException(Refusal.invalid("limit is out of range", "use 1 to " + MOST_ENTRIES));
        }
        return json(Map.of(
                "size",
                BigDecimal.valueOf(evidence.size()),
                "entries",
                evidence.before(before, (int) limit).stream()
                        .map(EvidenceJson::entry)
                        .toList()));
    }

    private ServerResponse entry(ServerRequest request) {
        return evidence.find(number(request.pathVariable("index")))
                .map(proved -> json(EvidenceJson.proved(proved)))
                .orElseThrow(() -> nothing("there is no such entry"));
    }

    private ServerResponse revision(ServerRequest request) {
        Revision revision = revisionOf(request.pathVariable("digest"));
        Map<String, Object> json = PolicyJson.revision(revision, revisions.all().isActive(revision));
        json.put("document", Revisions.text(revision.document()));
        return json(json);
    }

    private ServerResponse diff(ServerRequest request) {
        Revision from = revisionOf(request.param("from").orElse(""));
        Revision to = revisionOf(request.param("to").orElse(""));
        return json(Map.of(
                "from",
                from.digest(),
                "to",
                to.digest(),
                "differences",
                PolicyJson.differences(revisions.between(from, to))));
    }

    private ServerResponse propose(ServerRequest request) throws IOException {
        Session session = changing(request);
        byte[] body = request.servletRequest().getInputStream().readAllBytes();
        Revision revision = revisions.propose(new String(body, StandardCharsets.UTF_8), actor(session), actor(session));
        return json(PolicyJson.revision(revision, revisions.all().isActive(revision)));
    }

    private ServerResponse activate(ServerRequest request) {
        Session session = changing(request);
        Revision revision = revisionOf(request.pathVariable("digest"));
        long expected = request.param("expected")
                .map(Api::number)
                .orElseThrow(() -> new RefusedException(Refusal.invalid(
                        "`expected` is missing", "give the number of the activation that you have seen, 0 for none")));
        return json(PolicyJson.activation(revisions.activate(revision, expected, actor(session), actor(session))));
    }

    /// Who may change something. Accounts will; who came by a link may not.
    private static Session changing(ServerRequest request) {
        Session session = sessionOf(request);
        if (session.rights() != Session.Rights.CHANGE) {
            throw new RefusedException(new Refusal(
                    403,
                    "This session reads only",
                    "a session that began with a one-time link changes nothing",
                    "on the machine: redoubt policy propose, and activate"));
        }
        return session;
    }

    private static String actor(Session session) {
        return "session:" + session.id();
    }

    private static Session sessionOf(ServerRequest request) {
        Session session = Session.of(request.servletRequest());
        if (session == null) {
            throw new IllegalStateException("nobody comes here without a session");
        }
        return session;
    }

    private ServerResponse certificates() {
        return json(Map.of(
                "certificates",
                core.certificates().stream().map(Api::certificate).toList()));
    }

    private static Map<String, @Nullable Object> certificate(CertificateStanding standing) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("names", standing.names());
        json.put("source", standing.source().name().toLowerCase(Locale.ROOT));
        json.put("notBefore", VerdictJson.time(standing.notBefore()));
        json.put("notAfter", VerdictJson.time(standing.notAfter()));
        json.put("renewAt", VerdictJson.time(standing.renewAt()));
        json.put("trouble", standing.trouble());
        return json;
    }

    private Revision revisionOf(String digest) {
        return revisions.find(digest).orElseThrow(() -> nothing("there is no such revision"));
    }

    private static RefusedException nothing(String what) {
        return new RefusedException(Refusal.notFound(what));
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new RefusedException(Refusal.invalid("not a number", "write it in digits, 18 at most"));
        }
        return Long.parseLong(text);
    }
}
