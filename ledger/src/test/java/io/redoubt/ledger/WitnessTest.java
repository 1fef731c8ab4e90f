package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Witnesses that really are asked: a file, an HTTP server, a syslog server, all on this machine.
class WitnessTest {

    /// More than any answer takes that comes at all.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private WitnessServer server;
    private Fixture fixture;

    @BeforeEach
    void serve() throws IOException {
        fixture = new Fixture(directory.resolve("ledger"));
        server = new WitnessServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private HttpWitness at(String path) throws Exception {
        return at(path, PATIENCE);
    }

    private HttpWitness at(String path, Duration timeout) throws Exception {
        return new HttpWitness(server.at(path), SSLContext.getDefault(), timeout);
    }

    private static List<Checkpoint> recalled(Witness witness) throws IOException {
        return witness.recall(Fixture.KEY.name()).orElseThrow();
    }

    @Test
    void file_has_every_checkpoint_and_url_the_newest() throws Exception {
        Witness file = new FileWitness(directory.resolve("notes"));
        Witness url = at("/w");
        List<Checkpoint> all = new ArrayList<>();
        try (Ledger ledger = fixture.open()) {
            for (int i = 0; i < 3; i++) {
                fixture.append(ledger, i, i + 1);
                for (int again = 0; again < 2; again++) {
                    ledger.publish(file);
                    ledger.publish(url);
                }
                all.add(ledger.checkpoint());
            }
        }
        assertThat(recalled(file)).isEqualTo(all);
        assertThat(recalled(url)).containsExactly(all.getLast());
        assertThat(server.kept).containsOnlyKeys("/w/example.com/shop/web-1/evidence");
        assertThat(fixture.audit(recalled(url).getFirst()).tail()).isEqualTo(new Audit.Tail.Proven());
    }

    @Test
    void witness_that_has_seen_another_past_keeps_it() throws Exception {
        Checkpoint other = PatrolTest.Other.checkpoint(directory.resolve("other"), 5);
        for (Witness witness : List.of(new FileWitness(directory.resolve("notes")), at("/w"))) {
            witness.record(other);
            Path place =
                    Files.createDirectory(directory.resolve("l" + witness.name().length()));
            Fixture mine = new Fixture(place);
            try (Ledger ledger = mine.open()) {
                for (int events : new int[] {3, 5, 9}) {
                    mine.append(ledger, (int) ledger.checkpoint().size(), events);
                    assertThatThrownBy(() -> ledger.publish(witness)).hasMessageContaining("another past");
                }
            }
            assertThat(recalled(witness)).containsExactly(other);
        }
    }

    @Test
    void url_that_redirects_never_ends_or_is_not_there_fails() throws Exception {
        assertThatThrownBy(() -> recalled(at("/moved"))).hasMessage("it answers GET with 302");
        assertThatThrownBy(() -> recalled(at("/endless")))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("no answer");
        assertThat(recalled(at("/nowhere"))).isEmpty();
        assertThatThrownBy(() -> at("/nowhere").record(checkpoint())).hasMessage("it answers PUT with 404");
        server.close();
        assertThatThrownBy(() -> at("/w").record(checkpoint())).isInstanceOf(IOException.class);
    }

    @Test
    @Timeout(60)
    void url_whose_answer_trickles_fails_in_time() throws Exception {
        assertThatThrownBy(() -> recalled(at("/trickling", Duration.ofSeconds(1))))
                .hasMessage("no answer within 1 s");
    }

    private Checkpoint checkpoint() {
        try (Ledger ledger = fixture.open()) {
            return ledger.checkpoint();
        }
    }

    @Test
    void syslog_gets_one_line_that_holds_the_note() throws Exception {
        Checkpoint checkpoint = checkpoint();
        InstantSource time = InstantSource.fixed(Instant.parse("2026-11-24T06:57:07.123456Z"));
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SyslogWitness witness = new SyslogWitness("127.0.0.1", listener.getLocalPort(), PATIENCE, time);
            witness.record(checkpoint);
            try (Socket socket = listener.accept();
                    InputStream in = socket.getInputStream()) {
                String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                int space = said.indexOf(' ');
                String message = said.substring(space + 1);
                assertThat(Integer.parseInt(said.substring(0, space))).isEqualTo(message.length());
                assertThat(message)
                        .startsWith("<109>1 2026-11-24T06:57:07.123Z - redoubt - checkpoint - " + Fixture.KEY.name()
                                + " 0 ")
                        .doesNotContain("\n");
                byte[] note = Base64.getDecoder().decode(message.substring(message.lastIndexOf(' ') + 1));
                assertThat(new String(note, StandardCharsets.UTF_8)).isEqualTo(checkpoint.note());
            }
            assertThat(witness.recall(Fixture.KEY.name())).isEmpty();
        }
        try (Socket holder = new Socket()) {
            // A port that is held, and where nobody listens.
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SyslogWitness nobody = new SyslogWitness("127.0.0.1", holder.getLocalPort(), PATIENCE, time);
            assertThatThrownBy(() -> nobody.record(checkpoint)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void file_is_read_whole_and_a_torn_note_spoils_none_behind_it() throws Exception {
        Path file = directory.resolve("notes");
        Checkpoint checkpoint = checkpoint();
        Files.writeString(file, (checkpoint.note() + "\n").repeat(12_000));
        assertThat(Files.size(file)).isGreaterThan(2 << 20);
        Files.writeString(file, checkpoint.note().substring(0, 60), StandardOpenOption.APPEND);
        FileWitness witness = new FileWitness(file);
        assertThat(witness.checkpoints()).hasSize(12_000);
        assertThat(recalled(witness)).containsExactly(checkpoint);
        witness.record(checkpoint);
        assertThat(witness.checkpoints()).hasSize(12_001).containsOnly(checkpoint);
        Files.writeString(file, "\n\n— x\n\n", StandardOpenOption.APPEND);
        assertThat(witness.checkpoints()).hasSize(12_001);
        Files.writeString(file, checkpoint.note().repeat(2), StandardOpenOption.APPEND);
        assertThat(witness.checkpoints()).as("without empty lines").hasSize(12_003);
        assertThatThrownBy(() -> new FileWitness(directory).record(checkpoint)).hasMessageContaining("is not a file");
        FileWitness unmounted = new FileWitness(directory.resolve("no/such"));
        assertThatThrownBy(() -> unmounted.record(checkpoint)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> recalled(unmounted)).hasMessage("there is no directory " + directory.resolve("no"));
    }

    /// Who may append, and no more, cannot hide what was there before.
    @Test
    void later_checkpoint_is_found_behind_any_number_of_older_ones() throws Exception {
        Path file = directory.resolve("notes");
        FileWitness witness = new FileWitness(file);
        Checkpoint early;
        Path kept = directory.resolve("kept");
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 0, 2);
            early = ledger.checkpoint();
            ledger.publish(witness);
        }
        copy(fixture.directory, kept);
        try (Ledger ledger = fixture.open()) {
            fixture.append(ledger, 2, 4);
            ledger.publish(witness);
        }
        Files.writeString(file, (early.note() + "\n").repeat(12_000), StandardOpenOption.APPEND);
        Fixture cutBack = new Fixture(kept);
        assertThat(cutBack.audit(recalled(witness).toArray(Checkpoint[]::new)).findings())
                .extracting(Finding::kind)
                .containsOnly(Finding.Kind.ROLLED_BACK);
        try (Ledger ledger = cutBack.open()) {
            assertThatThrownBy(() -> ledger.publish(witness)).hasMessageContaining("another past");
        }
    }

    @Test
    void file_that_grew_too_large_is_said_to_be_unread() throws Exception {
        Path file = directory.resolve("notes");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), 64 << 20);
        }
        assertThatThrownBy(() -> recalled(new FileWitness(file))).hasMessageContaining("larger than 64 MiB");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }
}
