package io.redoubt.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.store.Store;
import io.redoubt.testkit.ChildJvm;
import io.redoubt.testkit.PostgresServer;
import io.redoubt.testkit.PostgresServer.Setup;
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
        DoorRemedy door = new DoorRemedy(Files.createDirectory(directory.resolve("world")), _ -> {});
        door.write("open");
        try (PostgresServer server = PostgresServer.start(
                        Setup.plain("host all all 127.0.0.1/32 trust").with("fsync = on"));
                Store store = RacingMender.store(directory, server.port())) {
            Mender mender = RacingMender.mender(store, door);
            for (int round = 1; round <= ROUNDS; round++) {
                Change planned = mender.plan(List.of(DoorRemedy.failing()), "kim")
                        .changes()
                        .getFirst();
                mender.approve(planned.id(), planned.plan().digest(), "kim", Mender.INTERACTIVE_LEASE);
                try (ChildJvm one = start(server, planned);
                        ChildJvm other = start(server, planned)) {
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

    private ChildJvm start(PostgresServer server, Change change) {
        return ChildJvm.start(RacingMender.class, directory, server.port(), change.id());
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
