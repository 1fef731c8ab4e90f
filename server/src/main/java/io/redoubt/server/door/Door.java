package io.redoubt.server.door;

import io.redoubt.assembly.Core;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.LedgerStream;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Stands before everything: who does not pass is told why, and nothing behind it is asked.
public final class Door implements Filter {

    private static final String ASSETS = "/assets/";

    private final Core core;
    private final OneTimeLinks links;
    private final Sessions sessions;
    private final Told told;
    private final Manners manners;
    private final Limits limits;
    private final String subject;

    /// How a refusal is told.
    @FunctionalInterface
    public interface Told {
        void tell(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException;
    }

    /// @param host the console's own, as browsers name it
    public Door(Core core, String host, OneTimeLinks links, Sessions sessions, Told told) {
        this.core = core;
        this.links = links;
        this.sessions = sessions;
        this.told = told;
        this.manners = new Manners(host);
        this.limits = new Limits(core.clock());
        this.subject = "https://" + host;
    }

    @Override
    public void doFilter(ServletRequest plainRequest, ServletResponse plainResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) plainRequest;
        HttpServletResponse response = (HttpServletResponse) plainResponse;
        SecurityHeaders.on(response);
        try {
            pass(request, response, chain);
        } catch (RefusedException e) {
            told.tell(request, response, e.refusal());
        } catch (IOException e) {
            // The browser went away: there is nobody to tell.
            throw e;
        } catch (ServletException | RuntimeException e) {
            System.getLogger(Door.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "a request broke by {0}",
                            causeOf(e).getClass().getName());
            told.tell(request, response, Refusal.broken());
        }
    }

    private static Throwable causeOf(Exception e) {
        return e instanceof ServletException && e.getCause() != null ? e.getCause() : e;
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = manners.pathOf(request);
        if (isHealth(path)) {
            // Asked on loopback under any name, and often.
            chain.doFilter(request, response);
            return;
        }
        boolean entering = path.equals(OneTimeLinks.PATH);
        if (entering) {
            // Before anything is refused: no page that the link leads to may tell another of it.
            response.setHeader("Referrer-Policy", "no-referrer");
        }
        manners.insistOnHost(request);
        Optional<Session> found = SessionCookie.in(request).flatMap(sessions::find);
        limits.take(request, found);
        manners.insist(request);
        if (entering) {
            enter(request, response);
            return;
        }
        if (path.startsWith(ASSETS)) {
            // Whether it is there, and how long it is kept, is known behind the door.
            response.setHeader("Cache-Control", null);
        } else {
            Session session = found.orElseThrow(() -> new RefusedException(new Refusal(
                    401,
                    "Not signed in",
                    "this needs a session",
                    "run `redoubt console` on the machine, and open the link that it prints")));
            request.setAttribute(Session.ATTRIBUTE, session);
        }
        chain.doFilter(request, response);
    }

    /// The cookie is set anew whatever the browser came with: nobody can choose another's session.
    private void enter(HttpServletRequest request, HttpServletResponse response) throws IOException {
        limits.takeEntry(request);
        if (!request.getMethod().equals("GET") || isPrefetch(request)) {
            throw new RefusedException(new Refusal(
                    405, "Method not allowed", "a link is opened, and by a person", "open it in a browser"));
        }
        if (!links.redeem(shown(request))) {
            throw new RefusedException(new Refusal(
                    401,
                    "The link does not hold",
                    "it was used, is older than 10 minutes, or was never made",
                    "run `redoubt console` for another"));
        }
        Sessions.Opened opened = sessions.draft(Session.Rights.READ);
        core.instance()
                .record(
                        LedgerStream.ACCESS,
                        "console.entered",
                        "session:" + opened.session().id(),
                        subject,
                        Map.of("by", Json.of("one-time-link"), "rights", Json.of("read")));
        sessions.keep(opened);
        response.addHeader("Set-Cookie", SessionCookie.of(opened));
        response.setStatus(303);
        response.setHeader("Location", "/");
    }

    /// The token alone, as the link has it.
    private static String shown(HttpServletRequest request) {
        String query = request.getQueryString();
        return query != null && query.startsWith(OneTimeLinks.QUERY)
                ? query.substring(OneTimeLinks.QUERY.length())
                : "";
    }

    private static boolean isHealth(String path) {
        return path.equals("/health/live") || path.equals("/health/ready");
    }

    /// What looks ahead is no person, and would use the link up.
    private static boolean isPrefetch(HttpServletRequest request) {
        String purpose = request.getHeader("Sec-Purpose");
        return purpose != null && purpose.startsWith("prefetch");
    }
}
