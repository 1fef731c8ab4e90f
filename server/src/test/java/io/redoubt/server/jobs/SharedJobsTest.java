package io.redoubt.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.Eventually;
import io.redoubt.testkit.PostgresServer;
import io.redoubt.testkit.PostgresServer.Setup;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several nodes and one real PostgreSQL.
class SharedJobsTest {

    @TempDir
    Path directory;

    private static PostgresServer postgres() {
        return PostgresServer.start(
                Setup.plain("host all all 127.0.0.1/32 trust").with("fsync = on"));
    }

    @Test
    void the_job_of_a_killed_node_is_done_by_another_within_30_seconds() throws Exception {
        try (PostgresServer server = postgres()) {
            kill(server.port());
            CountDownLatch looked = new CountDownLatch(1);
            try (JobNode other = new JobNode("other", server.port(), directory, looked::countDown)) {
                // What a busy machine needs to start it does not count: the other nodes run already.
                Instant started = Instant.now();
                assertThat(other.isDone()).isFalse();
                assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(30));
            }
        }
    }

    /// A process that has begun its job, and ends without a word.
    private void kill(int port) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JobNode.class.getName(),
                        Integer.toString(port),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("looking");
        } finally {
            child.toHandle().destroyForcibly();
            child.waitFor();
        }
    }

    @Test
    void of_three_nodes_one_does_the_job_once() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch looked = new CountDownLatch(1);
        Runnable work = () -> {
            times.incrementAndGet();
            looked.countDown();
        };
        try (PostgresServer server = postgres();
                JobNode first = new JobNode("first", server.port(), directory, work);
                JobNode second = new JobNode("second", server.port(), directory, work);
                JobNode third = new JobNode("third", server.port(), directory, work)) {
            first.schedule();
            second.schedule();
            third.schedule();
            assertThat(looked.await(60, TimeUnit.SECONDS)).isTrue();
            Eventually.holds("the end of the job", Duration.ofSeconds(60), first::isDone);
            assertThat(times).hasValue(1);
        }
    }
}
