package io.redoubt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The formats, byte for byte, for ever. A change that turns this red loses every ledger there is: the files in
/// `golden` are never written anew.
class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    private Path directory;

    static List<Event> events() {
        Map<String, Json> details = new TreeMap<>();
        details.put("text", Json.of("é \"quoted\" \\ \n\t\u0001 😀 €"));
        details.put(
                "numbers", Json.of(List.of(Json.of(0), Json.of(-7), new Json.Numeric(4.5), new Json.Numeric(1e30))));
        details.put("flags", Json.of(List.of(Json.of(true), Json.of(false), new Json.Null())));
        details.put("nested", Json.of(Map.of("b", Json.texts(List.of("x")), "a", Json.of(Map.of()))));
        Commitment.Opening opening =
                new Commitment.Opening(new byte[32], "kim@example.com".getBytes(StandardCharsets.UTF_8));
        return List.of(
                new Event(
                        "evt_00000000000000000000000001",
                        Instant.parse("2026-11-24T06:57:07.123456Z"),
                        "secret.read",
                        "user:kim",
                        "secret:prod/db",
                        Map.of()),
                new Event(
                        "evt_00000000000000000000000002",
                        Instant.parse("2026-11-24T06:57:08Z"),
                        "control.verdict",
                        "job:check",
                        "https://shop.example.com",
                        details),
                new Event(
                        "evt_00000000000000000000000003",
                        Instant.parse("2026-11-24T06:57:09.9Z"),
                        "login",
                        "user:1",
                        "service:shop",
                        Map.of("mail", opening.commitment().json())));
    }

    @Test
    void stream_is_written_as_it_always_was() throws IOException {
        Fixture fixture = new Fixture(directory);
        Path export = directory.resolve("export");
        List<String> leaves = new ArrayList<>();
        try (Ledger ledger = fixture.open(Fixture.OPTIONS, TestKey.jdk())) {
            ledger.append(events().get(0));
            ledger.append(events().subList(1, 3));
            ledger.read(0, 10).forEach(entry -> leaves.add(entry.leaf().toString()));
            ledger.export(export);
        }
        assertThat(hex(fixture.stream().resolve("00000000000000000000.log"))).isEqualTo(golden("segment.hex"));
        assertThat(hex(fixture.stream().resolve("head"))).isEqualTo(golden("head.hex"));
        assertThat(hex(fixture.stream().resolve("tree/0"))).isEqualTo(golden("tree-0.hex"));
        assertThat(String.join("\n", leaves) + "\n").isEqualTo(golden("leaves"));
        assertThat(Files.readString(export.resolve("checkpoint"))).isEqualTo(golden("checkpoint"));
        assertThat(Files.readString(export.resolve("vkey"))).isEqualTo(golden("vkey"));
        assertThat(hex(export.resolve("tile/0/000.p/3"))).isEqualTo(golden("tree-0.hex"));
        assertThat(hex(export.resolve("tile/entries/000.p/3"))).isEqualTo(golden("entries.hex"));
    }

    @Test
    void stream_of_the_golden_files_is_opened_and_goes_on() throws IOException {
        Fixture fixture = new Fixture(directory);
        Files.createDirectories(fixture.stream());
        write("segment.hex", fixture.stream().resolve("00000000000000000000.log"));
        write("head.hex", fixture.stream().resolve("head"));
        try (Ledger ledger = fixture.open()) {
            assertThat(ledger.read(0, 10).stream().map(Entry::event)).isEqualTo(events());
            assertThat(ledger.append(Fixture.event(0))).isEqualTo(3);
        }
    }

    @Test
    void own_events_are_written_as_they_always_were() throws IOException {
        Checkpoint newest = Checkpoint.parse(golden("checkpoint"));
        Instant at = Instant.parse("2026-11-24T06:57:07.123456Z");
        assertThat(json(OwnEvents.epoch(new EpochStart(2, newest, 5, "uid:0"), newest, at)))
                .isEqualTo(golden("events/ledger.epoch.json"));
        assertThat(json(OwnEvents.epoch(new EpochStart(2, null, 0, "uid:0"), newest, at)))
                .isEqualTo(golden("events/ledger.epoch-of-nothing-known.json"));
        assertThat(json(OwnEvents.heartbeat(newest, at))).isEqualTo(golden("events/ledger.heartbeat.json"));
        assertThat(json(OwnEvents.retained(2, newest, at))).isEqualTo(golden("events/ledger.retained.json"));
        assertThat(json(OwnEvents.cut(new Cut(2, 300), newest, at))).isEqualTo(golden("events/ledger.cut.json"));
    }

    @Test
    void epoch_and_memory_of_an_audit_are_signed_as_they_always_were() throws IOException {
        Fixture fixture = new Fixture(directory);
        Files.createDirectories(fixture.stream());
        write("segment.hex", fixture.stream().resolve("00000000000000000000.log"));
        write("head.hex", fixture.stream().resolve("head"));
        try (Ledger ledger = fixture.open(Fixture.OPTIONS, TestKey.jdk())) {
            Checkpoint newest = ledger.checkpoint();
            ledger.verify(List.of());
            assertThat(hex(fixture.stream().resolve("audited"))).isEqualTo(golden("audited.hex"));
            ledger.begin(new EpochStart(2, newest, 5, "uid:0"));
            assertThat(ledger.checkpoint().note()).isEqualTo(golden("epoch-checkpoint"));
        }
    }

    private static String json(Event event) {
        return new String(event.toJson(), StandardCharsets.UTF_8);
    }

    private static String golden(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name));
    }

    private static void write(String name, Path file) throws IOException {
        Files.write(file, HexFormat.of().parseHex(golden(name).replace("\n", "")));
    }

    /// 32 bytes a line.
    private static String hex(Path file) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(file)).replaceAll("(.{1,64})", "$1\n");
    }
}
