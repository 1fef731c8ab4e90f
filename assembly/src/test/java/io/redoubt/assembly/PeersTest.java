package io.redoubt.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.control.Verdict;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Entry;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerOptions;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.store.PublishedCheckpoints.Published;
import io.redoubt.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes on one PostgreSQL keep an eye on one another's ledgers.
class PeersTest {

    private static final String PASSWORD = "a password of the tests";
    private static final String ORIGIN = "shop/web-2/evidence";

    @TempDir
    Path directory;

    private PostgresServer server;
    private Instance one;
    private Instance two;

    @BeforeEach
    void start() throws IOException {
        server = PostgresServer.durable(PASSWORD);
        one = node("web-1");
        two = node("web-2");
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        server.close();
    }

    private Instance node(String name) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        Path data = Files.createDirectory(home.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(Files.createDirectory(data.resolve("ledger")).resolve("node"), name + "\n");
        Path key = directory.resolve("web-1/root.key");
        if (!name.equals("web-1")) {
            Files.copy(key, home.resolve("root.key"), StandardCopyOption.COPY_ATTRIBUTES);
        }
        String password = PASSWORD.replace(" ", "%20");
        return SharingInstance.open(
                home, "postgresql://redoubt:" + password + "@127.0.0.1:" + server.port() + "/redoubt");
    }

    private static void happens(Instance node, int times) {
        for (int i = 0; i < times; i++) {
            node.record(LedgerStream.EVIDENCE, "test.happened", "user:kim", "host:web", Map.of());
        }
    }

    private static List<Event> recorded(Instance node, String type) {
        return node.ledger(LedgerStream.EVIDENCE).read(0, 10_000).stream()
                .map(Entry::event)
                .filter(event -> event.type().equals(type))
                .toList();
    }

    /// As whoever has the database's password can do, or a node that lies.
    private void shows(Checkpoint checkpoint, String key) {
        one.store().inTransaction(transaction -> {
            transaction
                    .publishedCheckpoints()
                    .publish(new Published("web-2", "evidence", key, checkpoint.note(), TestPolicies.TODAY.instant()));
            return null;
        });
    }

    private Verdict look() throws Exception {
        LedgerIntactControl control = new LedgerIntactControl(one.source(Witnesses.none()), TestPolicies.TODAY);
        return OwnInstance.look(control, "ledger:web-1/evidence");
    }

    private void assertForked(String why) throws Exception {
        assertThat(OwnInstance.deviations(look()))
                .singleElement()
                .satisfies(deviation -> assertThat(deviation.observed()).isEqualTo(ORIGIN + ": " + why));
        long size = one.ledger(LedgerStream.EVIDENCE).checkpoint().size();
        one.meetPeers();
        assertThat(one.ledger(LedgerStream.EVIDENCE).checkpoint().size())
                .as("the same fork is recorded once")
                .isEqualTo(size);
        assertThat(recorded(one, "ledger.forked")).hasSize(1);
        assertThat(one.peers(List.of()).forks()).hasSize(1);
    }

    private String key() {
        return two.ledger(LedgerStream.EVIDENCE).key().toString();
    }

    @Test
    void honest_node_is_recorded_as_it_grows_and_passes() throws Exception {
        happens(two, 3);
        two.meetPeers();
        one.meetPeers();
        happens(two, 2);
        two.meetPeers();
        assertThat(look()).isInstanceOf(Verdict.Pass.class);
        assertThat(recorded(one, "ledger.checkpoint"))
                .extracting(Event::subject)
                .containsExactlyInAnyOrder("ledger:shop/web-2/access", "ledger:" + ORIGIN, "ledger:" + ORIGIN);
        PeerAudit audit = one.peers(List.of(two.ledger(LedgerStream.EVIDENCE).checkpoint()));
        assertThat(audit).isEqualTo(new PeerAudit(3, 2, List.of()));
        two.meetPeers();
        assertThat(recorded(two, "ledger.checkpoint"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.subject()).startsWith("ledger:shop/web-1/"));
    }

    @Test
    void node_that_was_set_back_fails_and_is_named() throws Exception {
        happens(two, 3);
        Checkpoint earlier = two.ledger(LedgerStream.EVIDENCE).checkpoint();
        happens(two, 2);
        two.meetPeers();
        one.meetPeers();
        shows(earlier, key());
        assertForked("shrank from %d entries to %d".formatted(earlier.size() + 2, earlier.size()));
        happens(two, 9);
        two.meetPeers();
        assertThat(OwnInstance.deviations(look()))
                .as("growing again mends nothing")
                .hasSize(1);
    }

    /// The same key over another past of the same length: somebody rewrote the log where nobody else had seen it.
    @Test
    void node_that_has_another_past_fails_and_verify_names_the_entry() throws Exception {
        happens(two, 3);
        two.meetPeers();
        one.meetPeers();
        Checkpoint other =
                rewritten((int) two.ledger(LedgerStream.EVIDENCE).checkpoint().size());
        assertThat(one.peers(List.of(other)).forks())
                .singleElement()
                .satisfies(fork -> assertThat(fork.why())
                        .matches("entry \\d+ recorded another root over the same %d entries".formatted(other.size())));
        shows(other, key());
        assertForked("shows another root over the same %d entries".formatted(other.size()));
    }

    private Checkpoint rewritten(int size) {
        try (Ledger ledger = Ledger.open(
                directory.resolve("rewritten"),
                LedgerStream.EVIDENCE,
                two.signer(),
                TestPolicies.TODAY,
                LedgerOptions.named("shop/web-2"))) {
            for (int i = 0; i < size; i++) {
                ledger.append(new Event(
                        "evt_" + i, TestPolicies.TODAY.instant(), "test.invented", "user:kim", "host:web", Map.of()));
            }
            return ledger.checkpoint();
        }
    }

    @Test
    void node_with_another_key_fails() throws Exception {
        two.meetPeers();
        one.meetPeers();
        LedgerSigning stranger = new LedgerSigning(
                one.store().read(transaction -> transaction.ledgerKeys().of("web-1")));
        String key = stranger.verifiers("shop/web-2", LedgerStream.EVIDENCE)
                .getFirst()
                .toString();
        shows(two.ledger(LedgerStream.EVIDENCE).checkpoint(), key);
        assertForked("shows another key than the one that was pinned: " + key);
    }

    @Test
    void checkpoint_that_nobody_signed_fails() throws Exception {
        two.meetPeers();
        one.meetPeers();
        Checkpoint newest = two.ledger(LedgerStream.EVIDENCE).checkpoint();
        String note = newest.note().replaceFirst("\n" + newest.size() + "\n", "\n" + (newest.size() + 7) + "\n");
        shows(Checkpoint.parse(note), key());
        assertForked("shows a checkpoint that its key did not sign");
    }

    /// As whoever has the database's password can do: none of it keeps the others from being recorded.
    @Test
    void rows_that_no_node_writes_are_recorded_beside_the_others() {
        happens(two, 3);
        two.meetPeers();
        String pair = "\ud83d\ude00";
        String controls = "\u0001".repeat(8_192);
        put("web-0", "evidence", controls, controls);
        put("web-1-not", "evidence", "x" + pair.repeat(8_192), "x" + pair.repeat(8_192));
        put(controls.substring(0, 2_500), "evidence", key(), "no note");
        put("web-9", controls.substring(0, 2_500), key(), "no note");
        one.meetPeers();
        assertThat(recorded(one, "ledger.checkpoint"))
                .extracting(Event::subject)
                .containsExactlyInAnyOrder("ledger:shop/web-2/access", "ledger:" + ORIGIN);
        assertThat(recorded(one, "ledger.forked")).hasSize(4);
        long size = one.ledger(LedgerStream.EVIDENCE).checkpoint().size();
        one.meetPeers();
        assertThat(one.ledger(LedgerStream.EVIDENCE).checkpoint().size()).isEqualTo(size);
    }

    private void put(String node, String stream, String key, String note) {
        one.store().inTransaction(transaction -> {
            transaction
                    .publishedCheckpoints()
                    .publish(new Published(node, stream, key, note, TestPolicies.TODAY.instant()));
            return null;
        });
    }
}
