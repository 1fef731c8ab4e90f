package io.redoubt.server;

import io.redoubt.ledger.LedgerException;
import io.redoubt.policy.Json;
import io.redoubt.policy.Problem;
import io.redoubt.policy.ProblemException;
import io.redoubt.server.console.Console;
import io.redoubt.server.door.Door;
import io.redoubt.server.door.Refusal;
import io.redoubt.server.door.RefusedException;
import io.redoubt.store.StoreException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.ErrorResponse;

/// Tells what is not done: programs by a problem (RFC 9457), people by a page.
final class Answers implements Door.Told {

    private final Console console;

    Answers(Console console) {
        this.console = console;
    }

    @Override
    public void tell(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        tell(request, response, refusal, List.of());
    }

    /// What broke while a request was handled.
    void tell(HttpServletRequest request, HttpServletResponse response, Exception broke) throws IOException {
        switch (broke) {
            case RefusedException refused -> tell(request, response, refused.refusal());
            case ProblemException wrong ->
                tell(
                        request,
                        response,
                        new Refusal(422, "The policy has problems", "see `problems`", ""),
                        wrong.problems());
            case StoreException.Conflict conflict -> tell(request, response, of(409, "Conflict", conflict.problem()));
            case StoreException store -> tell(request, response, of(503, "Not available", store.problem()));
            case LedgerException _ ->
                tell(
                        request,
                        response,
                        new Refusal(503, "Not available", "the ledger can't be used", "redoubt ledger verify"));
            case ErrorResponse spring
            when spring.getStatusCode().is4xxClientError() ->
                tell(request, response, of(spring.getStatusCode().value()));
            default -> {
                System.getLogger(Answers.class.getName())
                        .log(
                                System.Logger.Level.ERROR,
                                "a request broke by {0}",
                                broke.getClass().getName());
                tell(request, response, Refusal.broken());
            }
        }
    }

    /// Mostly that no route leads there.
    private static Refusal of(int status) {
        return status == 404
                ? Refusal.notFound("there is no such page")
                : new Refusal(status, "Bad request", "this can't be answered", "");
    }

    private static Refusal of(int status, String title, Problem problem) {
        return new Refusal(status, title, problem.what(), problem.mend());
    }

    private void tell(HttpServletRequest request, HttpServletResponse response, Refusal refusal, List<Problem> problems)
            throws IOException {
        boolean program = request.getRequestURI().startsWith("/api/")
                || request.getRequestURI().startsWith("/health/");
        String body = program ? json(refusal, problems) : console.refused(request, refusal);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.status());
        response.setHeader("Cache-Control", "no-store");
        response.setContentType(program ? "application/problem+json" : "text/html;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static String json(Refusal refusal, List<Problem> problems) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "about:blank");
        json.put("title", refusal.title());
        json.put("status", refusal.status());
        json.put("detail", refusal.detail());
        if (!refusal.mend().isEmpty()) {
            json.put("mend", refusal.mend());
        }
        if (!problems.isEmpty()) {
            json.put("problems", problems.stream().map(Answers::problem).toList());
        }
        return Json.pretty(json);
    }

    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> json = new LinkedHashMap<>();
        problem.where().ifPresent(place -> json.put("place", place.toString()));
        json.put("path", problem.path());
        json.put("what", problem.what());
        json.put("mend", problem.mend());
        return json;
    }
}
