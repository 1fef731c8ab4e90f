package io.redoubt.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.ledger.LedgerStream;
import io.redoubt.server.api.Api;
import io.redoubt.server.console.Console;
import io.redoubt.server.door.Door;
import io.redoubt.server.door.GrantedSession;
import io.redoubt.server.door.OneTimeLinks;
import io.redoubt.server.door.SessionCookie;
import io.redoubt.server.door.Sessions;
import io.redoubt.server.view.Reading;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/// Policies proposed and activated by somebody who may.
class PolicyChangeTest {

    private static final String LOOSER = Served.POLICY.replace("tls:", "tls:\n  minimum: \"1.2\"");

    @TempDir
    Path directory;

    private TestCore core;
    private ServletWebServerApplicationContext context;
    private Wire wire;
    private String cookie;

    @BeforeEach
    void serve() {
        core = new TestCore(directory, new SteppedClock(SteppedClock.START), Served.POLICY);
        core.activate(core.policy(), 0, "kim", "user:kim");
        Sessions sessions = new Sessions(core.random(), core.clock());
        Reading reading = new Reading(core);
        Answers answers = new Answers(new Console(core, reading, _ -> SessionCookie.gone()));
        Door door = new Door(core, Served.HOST, new OneTimeLinks(core.random(), core.clock()), sessions, answers);
        context = Web.open(door, answers, new Api(core, reading).routes());
        wire = new Wire(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), context.getWebServer().getPort()));
        cookie = GrantedSession.cookie(sessions);
    }

    @AfterEach
    void end() {
        context.close();
        core.close();
    }

    private Answer post(String path, String body) {
        return wire.send("POST " + path + " HTTP/1.1\r\nHost: " + Served.HOST + "\r\nConnection: close\r\n"
                + Served.header(cookie) + "Origin: https://" + Served.HOST
                + "\r\nContent-Type: application/yaml\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String propose(String policy) {
        Answer proposed = post("/api/v1/policy/revisions", policy);
        assertThat(proposed.status()).as(proposed.body()).isEqualTo(200);
        String digest = core.read(policy).digest();
        assertThat(proposed.body()).contains(digest, "\"active\": false");
        return digest;
    }

    private Answer activate(String digest, long expected) {
        return post("/api/v1/policy/revisions/" + digest + "/activate?expected=" + expected, "");
    }

    @Test
    void policy_is_proposed_compared_activated_and_taken_back() {
        String before = core.policy().digest();
        String digest = propose(LOOSER);
        assertThat(core.policy().digest()).as("a proposal activates nothing").isEqualTo(before);
        Answer difference = wire.send("GET /api/v1/policy/diff?from=" + before + "&to=" + digest + " HTTP/1.1\r\nHost: "
                + Served.HOST + "\r\nConnection: close\r\n" + Served.header(cookie) + "\r\n");
        assertThat(difference.body()).contains("tls.minimum", "loosens");

        Answer activated = activate(digest, 1);
        assertThat(activated.status()).as(activated.body()).isEqualTo(200);
        assertThat(activated.body()).contains("\"number\": 2", digest);
        assertThat(core.policy().digest()).isEqualTo(digest);

        assertThat(activate(before, 2).status()).isEqualTo(200);
        assertThat(core.policy().digest()).isEqualTo(before);
        assertThat(core.instance().ledger(LedgerStream.EVIDENCE).read(0, 100))
                .extracting(entry -> entry.event().type())
                .contains("policy.proposed")
                .filteredOn("policy.activated"::equals)
                .hasSize(3);
    }

    @Test
    void activation_that_saw_an_older_one_is_refused() {
        String digest = propose(LOOSER);
        assertThat(activate(digest, 1).status()).isEqualTo(200);
        Answer late = activate(digest, 1);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(core.instance().policies().active().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void of_several_that_activate_at_once_one_is_first_and_the_others_are_refused() throws Exception {
        List<String> digests = new ArrayList<>();
        for (int days = 10; days < 14; days++) {
            digests.add(propose(Served.POLICY.replace("tls:", "tls:\n  renew-before: " + days + "d")));
        }
        CyclicBarrier together = new CyclicBarrier(digests.size());
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (String digest : digests) {
                answers.add(each.submit(() -> {
                    together.await();
                    return activate(digest, 1).status();
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409, 409);
        }
        assertThat(core.instance().policies().active().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void policy_with_problems_is_not_stored_and_each_is_named() {
        Answer refused = post("/api/v1/policy/revisions", "redoubt: 1\nservice: shop\ntls: { minimum: 1.4 }\n");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("'1.4' is not a TLS version");
        assertThat(core.instance()
                        .store()
                        .<List<?>>read(transaction -> transaction.revisions().all()))
                .hasSize(1);
    }
}
