package io.redoubt.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.assembly.Assembly;
import io.redoubt.assembly.Survey;
import io.redoubt.control.AssessmentListener;
import io.redoubt.control.Change;
import io.redoubt.control.ChangeState;
import io.redoubt.control.ControlId;
import io.redoubt.control.Mender;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.FileWitness;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.server.jobs.OwnTicks;
import io.redoubt.server.jobs.Tick;
import io.redoubt.server.view.Reading;
import io.redoubt.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a started control plane sees to for its node, by a clock that is stepped.
class OwnTicksTest {

    private static final ControlId PERMISSIONS = new ControlId("tls.private-key-permissions");

    @TempDir
    Path directory;

    private Path key;
    private Path notes;

    @BeforeEach
    void lay() throws IOException {
        directory = directory.toRealPath();
        key = Files.writeString(directory.resolve("shop.key"), "key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        notes = directory.resolve("notes");
    }

    private Served serve() {
        return new Served(directory, """
                redoubt: 1
                service: shop
                tls: { mode: enforce, certificates: [ { names: [shop.example.com], from: files, key: %s } ] }
                ledger: { witness: { file: %s } }
                checks: { every: 1d }
                """.formatted(key, notes));
    }

    private String mode() {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mender mender(TestCore core) {
        return core.instance().mender(core.assembly().remedies(core.policy()), Assembly.modes(core.policy()));
    }

    private static Change applied(TestCore core, Duration lease) throws InterruptedException {
        Survey survey =
                new Survey(new Reading(core).scope(), PERMISSIONS::equals, null, Survey.FROM_WITHIN, core.clock());
        Mender mender = mender(core);
        Change planned = mender.plan(survey.look(AssessmentListener.SILENT).assessments(), "user:kim")
                .changes()
                .getFirst();
        mender.approve(planned.id(), planned.plan().digest(), "user:kim", lease);
        return mender.apply(planned.id(), "user:kim");
    }

    private static ChangeState state(TestCore core, Change change) {
        return mender(core).find(change.id()).orElseThrow().state();
    }

    @Test
    void change_on_a_lease_that_nobody_confirms_ends_on_time() throws Exception {
        try (Served served = serve()) {
            Duration lease = Duration.ofMinutes(20);
            Instant ends = served.clock.instant().plus(lease);
            Change change = applied(served.core, lease);
            assertThat(change.state()).isInstanceOf(ChangeState.Verified.class);
            assertThat(mode()).isEqualTo("rw-------");
            served.clock.advance(Duration.ofMinutes(10));
            Instant half = served.clock.instant();
            whileTimePasses(
                    served,
                    "a look at the leases",
                    () -> leasesSeen(served.core).isAfter(half));
            assertThat(served.clock.instant()).isBefore(ends);
            assertThat(state(served.core, change)).isInstanceOf(ChangeState.Verified.class);
            served.clock.set(ends);
            whileTimePasses(served, "the end of the lease", () -> mode().equals("rw-r--r--"));
            whileTimePasses(served, "its record", () -> state(served.core, change) instanceof ChangeState.Expired);
            assertThat(OwnTicks.of(served.core))
                    .filteredOn(tick -> tick.name().equals("leases"))
                    .extracting(Tick::every)
                    .containsExactly(Duration.ofSeconds(5));
        }
    }

    @Test
    void idle_ledger_gets_a_heartbeat_that_its_witness_sees() throws Exception {
        try (Served served = serve()) {
            // They publish, too; the next ones are a day away.
            whileTimePasses(served, "the first looks at the ledger", () -> looksAtLedger(served.core) == 2);
            for (LedgerStream stream : LedgerStream.values()) {
                Ledger ledger = served.core.instance().ledger(stream);
                long before = ledger.checkpoint().size();
                served.clock.advance(Duration.ofMinutes(10));
                whileTimePasses(
                        served,
                        "a heartbeat in " + stream,
                        () -> ledger.checkpoint().size() > before && isSeenToItsHeartbeat(ledger));
            }
        }
    }

    /// When the leases were looked at last.
    private static Instant leasesSeen(TestCore core) {
        try {
            return JobsTest.ask(
                            core,
                            "SELECT execution_time FROM job WHERE picked = 0 AND task_name = ?",
                            "leases@" + core.instance().node())
                    .map(Long::parseLong)
                    .map(Instant::ofEpochMilli)
                    .map(due -> due.minusSeconds(5))
                    .orElse(Instant.MIN);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long looksAtLedger(TestCore core) {
        return core.instance().posture().standings().stream()
                .filter(standing -> standing.control().equals(new ControlId("ledger.intact")))
                .count();
    }

    /// Whether the witness has the stream to its end, and that is a heartbeat.
    private boolean isSeenToItsHeartbeat(Ledger ledger) {
        Checkpoint newest = ledger.checkpoint();
        try {
            List<Checkpoint> seen = new FileWitness(notes).checkpoints();
            return ledger.read(newest.size() - 1)
                            .filter(entry -> entry.event().type().equals("ledger.heartbeat"))
                            .isPresent()
                    && seen.contains(newest);
        } catch (IOException | LedgerException _) {
            return false;
        }
    }

    /// The scheduler, too, waits by the clock that is stepped.
    private static void whileTimePasses(Served served, String what, BooleanSupplier condition)
            throws InterruptedException {
        Eventually.holds(what, Duration.ofSeconds(90), () -> {
            served.clock.advance(Duration.ofSeconds(1));
            return condition.getAsBoolean();
        });
    }
}
