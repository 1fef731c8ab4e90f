package io.redoubt.server;

import io.redoubt.assembly.ControlPlane;
import io.redoubt.assembly.Core;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.server.api.Api;
import io.redoubt.server.console.Console;
import io.redoubt.server.door.Door;
import io.redoubt.server.door.OneTimeLinks;
import io.redoubt.server.door.SessionCookie;
import io.redoubt.server.door.Sessions;
import io.redoubt.server.jobs.Jobs;
import io.redoubt.server.jobs.OwnTicks;
import io.redoubt.server.view.Reading;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/// One control plane at work.
final class RunningPlane implements ControlPlane.Running {

    private final ServletWebServerApplicationContext context;
    private final OneTimeLinks links;
    private final Jobs jobs;

    private RunningPlane(ServletWebServerApplicationContext context, OneTimeLinks links, Jobs jobs) {
        this.context = context;
        this.links = links;
        this.jobs = jobs;
    }

    static RunningPlane start(Core core, String host) {
        OneTimeLinks links = new OneTimeLinks(core.random(), core.clock());
        Sessions sessions = new Sessions(core.random(), core.clock());
        Reading reading = new Reading(core);
        Console console = new Console(core, reading, session -> {
            sessions.end(session);
            core.instance()
                    .record(
                            LedgerStream.ACCESS,
                            "console.left",
                            "session:" + session.id(),
                            "https://" + host,
                            Map.of());
            return SessionCookie.gone();
        });
        Answers answers = new Answers(console);
        Door door = new Door(core, host, links, sessions, answers);
        ServletWebServerApplicationContext context = Web.open(
                door,
                answers,
                new Health(core).routes().and(new Api(core, reading).routes()).and(console.routes()));
        try {
            return new RunningPlane(context, links, Jobs.start(core, reading, OwnTicks.of(core)));
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress address() {
        WebServer server = context.getWebServer();
        if (server == null) {
            throw new IllegalStateException("the control plane has ended");
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    @Override
    public String oneTimePath() {
        return links.issue();
    }

    @Override
    public void close() {
        jobs.close();
        context.close();
    }
}
