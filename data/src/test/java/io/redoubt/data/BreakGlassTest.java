package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.store.SecretBytes;
import io.redoubt.store.SecretPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreakGlassTest {

    @TempDir
    Path directory;

    private AgeKeys keys;
    private Path file;

    @BeforeEach
    void make_keys() throws Exception {
        keys = AgeKeys.make(directory.resolve("identity.txt"));
        file = directory.resolve("secrets.jsonl.age");
    }

    private static BreakGlass.Notice ledger(Node node) {
        return (target, recipients) -> node.access.append(new Event(
                "evt_export",
                Node.NOW,
                "secret.exported",
                "user:kim",
                "file:" + target.getFileName(),
                Map.of("recipients", Json.texts(recipients.keys()))));
    }

    private List<SortedMap<String, Json>> exported() throws Exception {
        return AgeKeys.run("age", "-d", "-i", keys.file().toString(), file.toString())
                .lines()
                .map(line -> Json.ofBytes(line.getBytes(StandardCharsets.UTF_8)))
                .map(json -> ((Json.Obj) json).members())
                .toList();
    }

    @Test
    void newest_value_of_every_secret_is_read_back_with_age_alone() throws Exception {
        String strange = "quote \" backslash \\ line\nbreak tab\t nul\0 ümläut € 𝄞";
        byte[] binary = {(byte) 0xff, 0, (byte) 0xc0, (byte) 0xaf};
        try (Node node = Node.open(directory.resolve("shop"))) {
            node.put("db/password", "old", 0);
            node.put("db/password", strange, 1);
            node.put("empty", "", 0);
            node.store.inTransaction(transaction -> transaction
                    .secrets()
                    .put(SecretPath.parse("key/ü \"x\""), SecretBytes.copyOf(binary), 0, Node.NOW));
            BreakGlass.Exported exported = new BreakGlass(node.store, ledger(node)).export(file, keys.recipients());
            assertThat(exported.secrets()).isEqualTo(3);
            assertThat(exported.sha256()).isEqualTo(Sha256.of(Files.readAllBytes(file)));
            assertThat(node.access.read(0).orElseThrow().event().type()).isEqualTo("secret.exported");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(exported())
                .satisfiesExactlyInAnyOrder(
                        each -> assertThat(each)
                                .containsEntry("path", Json.of("db/password"))
                                .containsEntry("version", Json.of(2))
                                .containsEntry("value", Json.of(strange)),
                        each -> assertThat(each)
                                .containsEntry("path", Json.of("empty"))
                                .containsEntry("value", Json.of("")),
                        each -> assertThat(each)
                                .containsEntry("path", Json.of("key/ü \"x\""))
                                .containsEntry(
                                        "base64", Json.of(Base64.getEncoder().encodeToString(binary))));
    }

    @Test
    void nothing_leaves_when_the_ledger_does_not_take_it() {
        try (Node node = Node.open(directory.resolve("shop"))) {
            node.put("db/password", "correct horse", 0);
            BreakGlass glass = new BreakGlass(node.store, (_, _) -> {
                throw new IllegalStateException("the ledger is full");
            });
            assertThatThrownBy(() -> glass.export(file, keys.recipients())).hasMessage("the ledger is full");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void file_that_is_there_is_not_replaced() throws Exception {
        Files.writeString(file, "mine");
        try (Node node = Node.open(directory.resolve("shop"))) {
            assertThatThrownBy(() -> new BreakGlass(node.store, ledger(node)).export(file, keys.recipients()))
                    .isInstanceOf(BackupException.Refused.class);
        }
        assertThat(file).hasContent("mine");
    }
}
