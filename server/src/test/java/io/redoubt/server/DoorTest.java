package io.redoubt.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.ledger.Entry;
import io.redoubt.ledger.LedgerStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who comes in, and who does not.
class DoorTest {

    private static final String ORIGIN = "https://" + Served.HOST;
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    Path directory;

    private Served served;

    @BeforeEach
    void serve() {
        served = new Served(directory, "redoubt: 1\nservice: shop\n");
    }

    @AfterEach
    void end() {
        served.close();
    }

    @Test
    void nobody_reads_without_a_session() {
        for (String path : List.of("/", "/policy", "/certificates", "/evidence", "/controls/tls.hsts")) {
            assertThat(served.get(path, "").status()).as(path).isEqualTo(401);
        }
        Answer api = served.get("/api/v1/posture", "");
        assertThat(api.status()).isEqualTo(401);
        assertThat(api.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(api.body()).contains("\"title\": \"Not signed in\"", "redoubt console");
    }

    @Test
    void health_needs_no_session_and_tells_nothing_else() {
        assertThat(served.get("/health/live", "").body()).isEqualTo("{\n  \"status\": \"UP\"\n}\n");
        assertThat(served.get("/health/ready", "").body()).isEqualTo("{\n  \"status\": \"UP\"\n}\n");
    }

    @Test
    void a_link_lets_one_browser_in_once() {
        String path = served.plane.oneTimePath();
        Answer first = served.get(path, "");
        assertThat(first.status()).isEqualTo(303);
        assertThat(first.header("Location")).isEqualTo("/");
        assertThat(first.header("Set-Cookie"))
                .matches("__Host-redoubt=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Strict");
        assertThat(first.header("Referrer-Policy")).isEqualTo("no-referrer");
        Answer replay = served.get(path, "");
        assertThat(replay.status()).isEqualTo(401);
        assertThat(replay.headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void a_link_holds_for_ten_minutes() {
        String path = served.plane.oneTimePath();
        served.clock.advance(Duration.ofMinutes(10));
        assertThat(served.get(path, "").status()).isEqualTo(401);
        String later = served.plane.oneTimePath();
        served.clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(served.get(later, "").status()).isEqualTo(303);
    }

    @Test
    void what_looks_ahead_does_not_use_a_link_up() {
        String path = served.plane.oneTimePath();
        String head = "HEAD " + path + " HTTP/1.1\r\nHost: " + Served.HOST + "\r\nConnection: close\r\n\r\n";
        assertThat(served.wire.send(head).status()).isEqualTo(405);
        String prefetch = "GET " + path + " HTTP/1.1\r\nHost: " + Served.HOST
                + "\r\nSec-Purpose: prefetch;prerender\r\nConnection: close\r\n\r\n";
        assertThat(served.wire.send(prefetch).status()).isEqualTo(405);
        assertThat(served.get(path, "").status()).isEqualTo(303);
    }

    @Test
    void the_use_of_a_link_is_in_the_ledger_and_no_secret_is() {
        String path = served.plane.oneTimePath();
        Answer answer = served.get(path, "");
        String secret = answer.header("Set-Cookie").substring("__Host-redoubt=".length(), 58);
        List<Entry> entries = served.core.instance().ledger(LedgerStream.ACCESS).read(0, 100);
        assertThat(entries)
                .filteredOn(entry -> entry.event().type().equals("console.entered"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.event().actor()).startsWith("session:ses_");
                    assertThat(entry.event().subject()).isEqualTo(ORIGIN);
                });
        assertThat(entries)
                .noneMatch(entry -> new String(entry.event().toJson(), StandardCharsets.UTF_8).contains(secret))
                .noneMatch(entry -> new String(entry.event().toJson(), StandardCharsets.UTF_8)
                        .contains(path.substring("/enter?token=".length())));
    }

    @Test
    void a_guess_is_refused() {
        for (String path : List.of(
                "/enter",
                "/enter?",
                "/enter?token=",
                "/enter?token=x",
                "/enter/../enter?token=x",
                "/enter/%2e%2e",
                "/enter/x?token=x")) {
            served.plane.oneTimePath();
            assertThat(served.get(path, "").status()).as(path).isIn(401, 404);
        }
    }

    /// A proxy's log, a browser's history and another site are told paths and referrers.
    @Test
    void token_stands_in_the_query_alone_and_no_answer_tells_another_site_of_it() {
        String path = served.plane.oneTimePath();
        assertThat(path).matches("/enter\\?token=[A-Za-z0-9_-]{43}");
        String token = path.substring(path.indexOf('=') + 1);
        assertThat(served.get("/enter/" + token, "").status()).isEqualTo(401);
        assertThat(served.get(path + "&more=1", "").status()).isEqualTo(401);
        List<Answer> answers = new ArrayList<>();
        answers.add(served.wire.send(
                "HEAD " + path + " HTTP/1.1\r\nHost: " + Served.HOST + "\r\nConnection: close\r\n\r\n"));
        answers.add(served.get(path, ""));
        while (answers.getLast().status() != 429) {
            answers.add(served.get(path, ""));
        }
        assertThat(answers).extracting(Answer::status).startsWith(405, 303, 401);
        for (Answer answer : answers) {
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.body()).doesNotContain(token);
            assertThat(answer.headers().toString()).doesNotContain(token);
        }
    }

    @Test
    void who_tries_many_links_has_to_wait() {
        for (int i = 0; i < 10; i++) {
            assertThat(served.get("/enter?token=guess", "").status()).isEqualTo(401);
        }
        assertThat(served.get("/enter?token=guess", "").status()).isEqualTo(429);
        served.clock.advance(Duration.ofSeconds(6));
        assertThat(served.get("/enter?token=guess", "").status()).isEqualTo(401);
    }

    /// As the edge writes the field: the client that it decided on, then the proxies that it trusts.
    @Test
    void clients_behind_one_trusted_proxy_are_told_apart() {
        for (int i = 0; i < 10; i++) {
            assertThat(guessFrom("203.0.113.5, 198.51.100.1")).isEqualTo(401);
        }
        assertThat(guessFrom("203.0.113.5, 198.51.100.1")).isEqualTo(429);
        assertThat(guessFrom("203.0.113.5, 198.51.100.2"))
                .as("by another proxy")
                .isEqualTo(429);
        assertThat(guessFrom("203.0.113.6, 198.51.100.1")).as("another client").isEqualTo(401);
    }

    private int guessFrom(String forwardedFor) {
        return served.wire
                .send("GET /enter?token=guess HTTP/1.1\r\nHost: " + Served.HOST
                        + "\r\nConnection: close\r\nX-Forwarded-For: " + forwardedFor + "\r\n\r\n")
                .status();
    }

    @Test
    void who_asks_too_often_has_to_wait() {
        String cookie = served.enter();
        int refused = 0;
        for (int i = 0; i < 130; i++) {
            refused += served.get("/api/v1/session", cookie).status() == 429 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(10);
    }

    /// On the machine itself anybody may reach the port, and say that he is anybody.
    @Test
    void flood_of_those_without_a_session_locks_nobody_out_who_has_one() {
        String cookie = served.enter();
        int status = 401;
        for (int i = 0; i < 1_100 && status == 401; i++) {
            status = served.wire
                    .send("GET /api/v1/session HTTP/1.1\r\nHost: " + Served.HOST
                            + "\r\nConnection: close\r\nX-Forwarded-For: 198.51.100." + i % 250 + "\r\n\r\n")
                    .status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(served.get("/api/v1/session", cookie).status()).isEqualTo(200);
    }

    @Test
    void a_session_that_is_idle_for_an_hour_ends() {
        String cookie = served.enter();
        served.clock.advance(Duration.ofMinutes(59));
        assertThat(served.get("/api/v1/session", cookie).status()).isEqualTo(200);
        served.clock.advance(Duration.ofMinutes(60));
        assertThat(served.get("/api/v1/session", cookie).status()).isEqualTo(401);
    }

    @Test
    void a_session_ends_after_twelve_hours_however_busy() {
        String cookie = served.enter();
        for (int i = 0; i < 14; i++) {
            served.clock.advance(Duration.ofMinutes(50));
            assertThat(served.get("/api/v1/session", cookie).status()).isEqualTo(200);
        }
        served.clock.advance(Duration.ofMinutes(20));
        assertThat(served.get("/api/v1/session", cookie).status()).isEqualTo(401);
    }

    @Test
    void a_session_that_somebody_else_chose_is_not_taken_up() {
        String fixed = "__Host-redoubt=" + "A".repeat(43);
        assertThat(served.get("/", fixed).status()).isEqualTo(401);
        Answer entered = served.get(served.plane.oneTimePath(), fixed);
        assertThat(entered.header("Set-Cookie")).doesNotContain("A".repeat(43));
        assertThat(served.get("/", fixed).status()).isEqualTo(401);
    }

    @Test
    void two_session_cookies_are_none() {
        String cookie = served.enter();
        assertThat(served.get("/", cookie + "; __Host-redoubt=" + "A".repeat(43))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void another_host_is_misdirected() {
        for (String host : List.of(
                "evil.example",
                "localhost",
                "127.0.0.1",
                Served.HOST + ":444",
                Served.HOST + ".",
                "x." + Served.HOST)) {
            String cookie = served.enter();
            Answer answer = served.wire.send("GET /api/v1/posture HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\n" + Served.header(cookie) + "\r\n");
            assertThat(answer.status()).isEqualTo(421);
            assertThat(answer.body()).doesNotContain("verdicts");
        }
    }

    @Test
    void two_hosts_or_none_are_refused() {
        String cookie = served.enter();
        String two = "GET / HTTP/1.1\r\nHost: " + Served.HOST + "\r\nHost: " + Served.HOST + "\r\nConnection: close\r\n"
                + Served.header(cookie) + "\r\n";
        assertThat(served.wire.send(two).status()).isEqualTo(400);
        String none = "GET / HTTP/1.0\r\n" + Served.header(cookie) + "\r\n";
        assertThat(served.wire.send(none).status()).isEqualTo(421);
        String absolute = "GET http://evil.example/ HTTP/1.1\r\nHost: " + Served.HOST + "\r\nConnection: close\r\n"
                + Served.header(cookie) + "\r\n";
        assertThat(served.wire.send(absolute).status()).isIn(400, 404, 421);
    }

    @Test
    void a_post_from_another_site_changes_nothing() {
        String cookie = served.enter();
        String form = form(cookie);
        for (String origin :
                List.of("", "null", "https://evil.example", "http://" + Served.HOST, ORIGIN + ".evil.example")) {
            Answer answer = served.post("/leave", cookie, origin, FORM, form);
            assertThat(answer.status()).as(origin).isEqualTo(403);
        }
        assertThat(served.get("/api/v1/session", cookie).status()).isEqualTo(200);
    }

    @Test
    void a_form_without_the_sessions_token_changes_nothing() {
        String cookie = served.enter();
        assertThat(served.post("/leave", cookie, ORIGIN, FORM, "csrf=" + "A".repeat(43))
                        .status())
                .isEqualTo(403);
        assertThat(served.post("/leave", cookie, ORIGIN, FORM, "").status()).isEqualTo(403);
        assertThat(served.get("/api/v1/session", cookie).status()).isEqualTo(200);
    }

    @Test
    void who_signs_out_is_out() {
        String cookie = served.enter();
        Answer left = served.post("/leave", cookie, ORIGIN, FORM, form(cookie));
        assertThat(left.status()).isEqualTo(303);
        assertThat(left.header("Set-Cookie")).startsWith("__Host-redoubt=; Path=/; Max-Age=0;");
        assertThat(served.get("/", cookie).status()).isEqualTo(401);
    }

    /// What the page's own form sends.
    private String form(String cookie) {
        String page = served.get("/", cookie).body();
        String name = "name=\"csrf\" value=\"";
        int at = page.indexOf(name) + name.length();
        return "csrf=" + page.substring(at, at + 43);
    }

    @Test
    void a_session_of_a_link_writes_nothing() {
        String cookie = served.enter();
        Answer proposed = served.post(
                "/api/v1/policy/revisions", cookie, ORIGIN, "application/yaml", "redoubt: 1\nservice: shop\n");
        assertThat(proposed.status()).isEqualTo(403);
        assertThat(proposed.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(proposed.body()).contains("This session reads only", "redoubt policy propose");
        Answer activated = served.post(
                "/api/v1/policy/revisions/" + "0".repeat(64) + "/activate?expected=0", cookie, ORIGIN, FORM, "");
        assertThat(activated.status()).isEqualTo(403);
        assertThat(served.core.instance().policies().active()).isEmpty();
    }

    @Test
    void a_path_that_has_to_be_interpreted_leads_nowhere() {
        String cookie = served.enter();
        for (String path : List.of(
                "//",
                "/./",
                "/../",
                "/policy/../policy",
                "/policy/..;/policy",
                "/policy;x=1",
                "/%70olicy",
                "/policy%2f..%2f",
                "/policy%00",
                "/assets/..%2f..%2fetc/passwd",
                "/assets/x/..",
                "/evidence/1%0d%0aX:1",
                "/policy\\..\\",
                "/api/v1/evidence/.hidden")) {

            Answer answer = served.get(path, cookie);
            assertThat(answer.status()).isIn(400, 404);
            assertThat(answer.body()).doesNotContain("at org.", "Exception", "Tomcat");
            assertThat(answer.headers()).doesNotContainKeys("x", "location");
        }
    }

    @Test
    void bodies_have_a_limit_and_a_length() {
        String cookie = served.enter();
        String head = "POST /api/v1/policy/revisions HTTP/1.1\r\nHost: " + Served.HOST + "\r\nOrigin: " + ORIGIN
                + "\r\nConnection: close\r\n" + Served.header(cookie);
        assertThat(served.wire.send(head + "Content-Length: 1048577\r\n\r\n").status())
                .isEqualTo(413);
        assertThat(served.wire
                        .send(head + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")
                        .status())
                .isEqualTo(411);
        assertThat(served.wire
                        .send("GET / HTTP/1.1\r\nHost: " + Served.HOST + "\r\nConnection: close\r\n"
                                + "Content-Length: 1\r\n" + Served.header(cookie) + "\r\nx")
                        .status())
                .isEqualTo(400);
        assertThat(served.get("/evidence?before=" + "1".repeat(5_000), cookie).status())
                .isEqualTo(414);
        assertThat(served.get("/?" + "a".repeat(20_000), cookie).status()).isIn(400, 414);
    }

    @Test
    void other_methods_are_refused() {
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get")) {
            String cookie = served.enter();
            Answer answer = served.wire.send(method + " / HTTP/1.1\r\nHost: " + Served.HOST
                    + "\r\nConnection: close\r\n" + Served.header(cookie) + "\r\n");
            assertThat(answer.status()).isIn(400, 405, 501);
            assertThat(answer.body()).doesNotContain("__Host-redoubt");
        }
    }

    @Test
    void every_answer_carries_the_headers_that_protect() {
        String cookie = served.enter();
        for (Answer answer : List.of(
                served.get("/", cookie),
                served.get("/", ""),
                served.get("/nothing", cookie),
                served.get("/api/v1/posture", cookie),
                served.get("/health/live", ""))) {
            assertThat(answer.header("Content-Security-Policy"))
                    .startsWith("default-src 'none'; script-src 'none';")
                    .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.headers()).doesNotContainKeys("server", "x-powered-by");
        }
    }

    @Test
    void a_style_sheet_is_kept_by_its_digest() {
        String page = served.get("/", served.enter()).body();
        int at = page.indexOf("/assets/");
        Answer asset = served.get(page.substring(at, page.indexOf('"', at)), "");
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Cache-Control")).contains("max-age=31536000", "immutable");
        assertThat(asset.header("Content-Type")).isEqualTo("text/css;charset=UTF-8");
        assertThat(served.get("/assets/0000000000000000/console.css", "").status())
                .isEqualTo(404);
    }
}
