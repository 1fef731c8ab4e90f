package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.testkit.ChildJvm;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a real process, again and again on one stream; `-Dredoubt.kills=200` for a long run.
class KillTest {

    private static final int KILLS = Integer.getInteger("redoubt.kills", 20);

    @Test
    void killed_process_leaves_every_acknowledged_entry(@TempDir Path directory) throws Exception {
        Random random = new Random(9);
        Map<Long, String> acknowledged = new TreeMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int callers = kill % 4 == 3 ? 1 : 8;
            try (ChildJvm child = ChildJvm.start(Child.class, directory, callers, 0, 64 << 10)) {
                listenAndKill(child, 1 + random.nextInt(400), acknowledged);
            }

            Fixture fixture = new Fixture(directory);
            Audit audit = fixture.audit();
            assertThat(audit.findings()).isEmpty();
            assertThat(acknowledged.keySet()).allMatch(index -> index < audit.size());
        }
        try (Ledger ledger = new Fixture(directory).open()) {
            acknowledged.forEach((index, id) ->
                    assertThat(ledger.read(index).orElseThrow().event().id()).isEqualTo(id));
        }
    }

    private static void listenAndKill(ChildJvm child, int after, Map<Long, String> acknowledged) {
        int heard = 0;
        for (String line = child.line(); line != null; line = child.line()) {
            String[] words = line.split(" ", -1);
            // The last line may be cut short by the kill; its number must not be taken for another one.
            if (words.length == 3 && words[0].equals("ok") && words[2].matches("evt_[0-9]+")) {
                acknowledged.merge(Long.parseLong(words[1]), words[2], KillTest::longer);
                heard++;
            } else {
                assertThat(line).startsWith("o");
            }
            if (heard == after) {
                child.kill();
            }
        }
    }

    private static String longer(String known, String heard) {
        throw new AssertionError("index acknowledged twice: " + known + " and " + heard);
    }
}
