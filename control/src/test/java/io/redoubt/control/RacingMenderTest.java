package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.policy.ProblemException;
import io.redoubt.store.Store;
import io.redoubt.testkit.ChildJvm;
import io.redoubt.testkit.PostgresServer;
import io.redoubt.testkit.PostgresServer.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes of one node, on a store that they share.
class RacingMenderTest {

    private static final int ROUNDS = 5;

    @TempDir
    Path directory;

    @Test
    void change_that_two_processes_apply_and_undo_at_once_is_done_and_undone_once() throws Exception {
        DoorRemedy door = openDoor();
        try (PostgresServer server = server();
                Store store = RacingMender.store(directory, server.port())) {
            Mender mender = RacingMender.mender(store, door);
            for (int round = 1; round <= ROUNDS; round++) {
                Change planned = approved(mender);
                try (ChildJvm one = start(server, planned, "none");
                        ChildJvm other = start(server, planned, "none")) {
                    assertOnce("apply", "verified", one, other);
                    assertThat(door.door()).isEqualTo("shut");
                    assertOnce("undo", "undone", one, other);
                    assertThat(List.of(one.end(), other.end())).containsOnly(0);
                }
                assertThat(mender.find(planned.id()).orElseThrow().state()).isEqualTo(new ChangeState.Undone("kim"));
                assertThat(door.done()).isEqualTo("shut open ".repeat(round));
                assertThat(mender.unfinished()).isEmpty();
            }
        }
    }

    @Test
    void change_that_a_living_process_works_on_is_left_to_it() throws Exception {
        DoorRemedy door = openDoor();
        try (PostgresServer server = server();
                Store store = RacingMender.store(directory, server.port())) {
            Mender mender = RacingMender.mender(store, door);
            Change approved = approved(mender);
            try (ChildJvm worker = start(server, approved, "half applied")) {
                assertThat(worker.line()).isEqualTo("apply");
                worker.goOn();
                assertThat(worker.line()).isEqualTo("half applied");
                assertThat(mender.reconciler().run(ChangeFixture.NOW)).isEmpty();
                assertThatThrownBy(() -> mender.apply(approved.id(), "lee")).isInstanceOf(ProblemException.class);
                assertThatThrownBy(() -> mender.undo(approved.id(), "lee")).isInstanceOf(ProblemException.class);
                assertThat(door.door()).isEqualTo("half");
                worker.goOn();
                assertThat(worker.line()).isEqualTo("verified");
                assertThat(door.done()).isEqualTo("shut ");
            }
        }
    }

    private DoorRemedy openDoor() throws IOException {
        DoorRemedy door = new DoorRemedy(Files.createDirectory(directory.resolve("world")), _ -> {});
        door.write("open");
        return door;
    }

    private static PostgresServer server() {
        return PostgresServer.start(
                Setup.plain("host all all 127.0.0.1/32 trust").with("fsync = on"));
    }

    private static Change approved(Mender mender) throws InterruptedException {
        Change planned =
                mender.plan(List.of(DoorRemedy.failing()), "kim").changes().getFirst();
        return mender.approve(planned.id(), planned.plan().digest(), "kim", Mender.INTERACTIVE_LEASE);
    }

    private ChildJvm start(PostgresServer server, Change change, String point) {
        return ChildJvm.start(RacingMender.class, directory, server.port(), change.id(), point);
    }

    private static void assertOnce(String what, String done, ChildJvm... both) {
        for (ChildJvm each : both) {
            assertThat(each.line()).isEqualTo(what);
        }
        for (ChildJvm each : both) {
            each.goOn();
        }
        assertThat(List.of(both)).extracting(ChildJvm::line).containsExactlyInAnyOrder(done, "refused");
    }
}
