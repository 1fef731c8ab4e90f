package io.redoubt.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.ControlId;
import io.redoubt.control.Standing;
import io.redoubt.server.jobs.Jobs;
import io.redoubt.server.view.Evidence;
import io.redoubt.server.view.Reading;
import io.redoubt.testkit.Eventually;
import io.redoubt.testkit.ScriptedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who looks when, and what becomes of a job whose node is gone.
class JobsTest {

    private static final String BARE = "redoubt: 1\nservice: shop\n";
    private static final String LOCAL = "look@";
    private static final Duration LITTLE = Duration.ofMinutes(20);

    @TempDir
    Path directory;

    @Test
    void each_control_is_looked_at_by_its_cadence() throws Exception {
        SteppedClock clock = new SteppedClock(SteppedClock.START);
        String policy = BARE + "checks: { every: 1h, controls: { host.time-synchronised: { every: 3h } } }\n";
        try (TestCore core = new TestCore(directory, clock, policy);
                Jobs jobs = Jobs.start(core, new Reading(core), List.of())) {
            assertThat(jobs).isNotNull();
            assertThat(core.instance().posture().standings()).isEmpty();
            clock.advance(Duration.ofSeconds(6));
            untilAsTimePasses(
                    clock, () -> looked(core, "policy.converged", 1) && looked(core, "host.time-synchronised", 1));
            until(() -> isDue(core, "policy.converged", clock.instant(), Duration.ofHours(1))
                    && isDue(core, "host.time-synchronised", clock.instant(), Duration.ofHours(3)));
            clock.advance(Duration.ofHours(1));
            untilAsTimePasses(clock, () -> looked(core, "policy.converged", 2));
            assertThat(looks(core, "host.time-synchronised")).isEqualTo(1);
        }
    }

    @Test
    void the_job_of_a_node_that_was_killed_is_taken_over_within_30_seconds() throws Exception {
        try (TestCore core = new TestCore(directory, InstantSource.system(), BARE)) {
            Instant killed = Instant.now();
            leave(core, LOCAL + core.instance().node(), "policy.converged", killed);
            try (Jobs jobs = Jobs.start(core, new Reading(core), List.of())) {
                // What a busy machine needs to start it does not count: the other nodes run already.
                Instant started = Instant.now();
                assertThat(jobs).isNotNull();
                until(() -> looked(core, "policy.converged", 1));
                Instant looked = Instant.now();
                assertThat(Duration.between(killed, looked)).isGreaterThan(Duration.ofSeconds(10));
                assertThat(Duration.between(started, looked)).isLessThan(Duration.ofSeconds(30));
            }
        }
    }

    @Test
    void a_look_whose_job_another_node_has_taken_over_is_not_recorded() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedServer slow = ScriptedServer.playing(_ -> {
                    asked.countDown();
                    await(answer);
                });
                TestCore core = new TestCore(
                        directory,
                        InstantSource.system(),
                        BARE + "tls: { endpoints: [\"https://localhost:%d\"] }\n".formatted(slow.port()))) {
            leave(core, "look", "tls.minimum-version", Instant.now().minus(Duration.ofDays(1)));
            free(core, "tls.minimum-version");
            try (Jobs jobs = Jobs.start(core, new Reading(core), List.of())) {
                assertThat(jobs).isNotNull();
                assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
                takeOver(core, "other/run_1");
                answer.countDown();
                until(() -> looked(core, "policy.converged", 1));
            }
            assertThat(looks(core, "tls.minimum-version")).isZero();
            assertThat(holder(core, "tls.minimum-version")).isEqualTo("other/run_1");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// As a process leaves it that was killed while it looked.
    private static void leave(TestCore core, String task, String control, Instant heartbeat) throws SQLException {
        try (Connection connection = core.instance().store().jobs().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO job (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat,"
                                + " consecutive_failures, version) VALUES (?, ?, ?, 1, 'gone/run_0', ?, 0, 2)")) {
            insert.setString(1, task);
            insert.setString(2, control);
            insert.setLong(3, heartbeat.toEpochMilli());
            insert.setLong(4, heartbeat.toEpochMilli());
            insert.executeUpdate();
        }
    }

    private static void free(TestCore core, String control) throws SQLException {
        update(
                core,
                "UPDATE job SET picked = 0, picked_by = NULL, last_heartbeat = NULL WHERE task_instance = '" + control
                        + "'");
    }

    private static void takeOver(TestCore core, String holder) throws SQLException {
        update(
                core,
                "UPDATE job SET picked = 1, picked_by = '" + holder + "', version = version + 2," + " last_heartbeat = "
                        + Instant.now().toEpochMilli() + " WHERE task_name = 'look'");
    }

    private static void update(TestCore core, String sql) throws SQLException {
        try (Connection connection = core.instance().store().jobs().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(statement.executeUpdate()).isPositive();
        }
    }

    private static String holder(TestCore core, String control) throws SQLException {
        return ask(core, "SELECT picked_by FROM job WHERE task_instance = ?", control)
                .orElse("");
    }

    /// Whether it is to be done so long after it was done, a little while ago.
    private static boolean isDue(TestCore core, String control, Instant now, Duration after) {
        try {
            return ask(core, "SELECT execution_time FROM job WHERE picked = 0 AND task_instance = ?", control)
                    .map(time -> Duration.between(now, Instant.ofEpochMilli(Long.parseLong(time))))
                    .filter(left -> left.compareTo(after) <= 0 && left.compareTo(after.minus(LITTLE)) > 0)
                    .isPresent();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Optional<String> ask(TestCore core, String sql, String of) throws SQLException {
        try (Connection connection = core.instance().store().jobs().getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, of);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static boolean looked(TestCore core, String control, int times) {
        return looks(core, control) >= times
                && core.instance().posture().standings().stream()
                        .map(Standing::control)
                        .anyMatch(new ControlId(control)::equals);
    }

    private static long looks(TestCore core, String control) {
        return new Evidence(core).about(control, 100).size();
    }

    /// A scheduler that looked just before the clock was set ahead waits for it to go on.
    private static void untilAsTimePasses(SteppedClock clock, BooleanSupplier condition) throws InterruptedException {
        until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return condition.getAsBoolean();
        });
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        Eventually.holds("what the jobs do", Duration.ofSeconds(90), condition);
    }
}
