package io.redoubt.assembly;

import com.sun.net.httpserver.HttpServer;
import io.redoubt.assembly.RunningCore.Adoption;
import io.redoubt.edge.process.EdgeMain;
import io.redoubt.testkit.ChildJvm;
import io.redoubt.wire.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A node at work: a core in this process, and an edge in one of its own.
final class ServingNode implements AutoCloseable {

    /// Puts the edge where its ports are its own, as if on another machine.
    static final String APART = "exec unshare --net sh -c 'ip link set lo up && exec \"$@\"' sh \"$@\"";

    final Instance instance;
    final RunningCore core;
    private final ChildJvm edge;

    /// @param script as of [ChildJvm], or none
    ServingNode(InstancePlace place, Policy policy, String script) {
        InstantSource clock = InstantSource.system();
        instance = Instance.openOrCreate(place, clock, new SecureRandom());
        core = RunningCore.start(new RunningCore.Setting(
                instance,
                new Assembly(Resolver.system(), new ProcessReferences(Map.of(), place.data()), List.of(), clock),
                policy,
                TestPolicies::read,
                Adoption.YIELD,
                ownUser(),
                Map.of("PATH", "/usr/bin:/bin"),
                clock,
                new SecureRandom()));
        edge = ChildJvm.start(
                script,
                EdgeMain.class,
                "--core",
                RunningCore.sockets(instance.directory()).resolve(RunningCore.EDGE_SOCKET),
                "--threads",
                1,
                "--drain",
                1);
    }

    private static int ownUser() {
        return (int) new com.sun.security.auth.module.UnixSystem().getUid();
    }

    long edgeProcess() {
        return edge.pid();
    }

    /// A service behind an edge: it says hello.
    static HttpServer service() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, hello.length);
            exchange.getResponseBody().write(hello);
            exchange.close();
        });
        server.start();
        return server;
    }

    /// Waits until something holds.
    static void await(String what, int seconds, BooleanSupplier holds) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end || never.await(20, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not within " + seconds + " s: " + what);
            }
        }
    }

    @Override
    public void close() {
        edge.close();
        core.close();
        instance.close();
    }
}
