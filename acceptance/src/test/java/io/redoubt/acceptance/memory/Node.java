package io.redoubt.acceptance.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A machine of the service `shop`, which has a private key of a certificate and nothing else.
final class Node {

    private static final Pattern CHANGE = Pattern.compile("^(chg_[a-z0-9]+)", Pattern.MULTILINE);

    final Path directory;
    final Path key;
    private final Path policy;
    private final String store;

    /// What a command printed, and its exit status.
    record Ran(int status, String output) {

        /// The id of the first change that it names.
        String change() {
            Matcher matcher = CHANGE.matcher(output);
            assertThat(matcher.find()).as(output).isTrue();
            return matcher.group(1);
        }
    }

    Node(Path directory) throws IOException {
        this(directory, "embedded");
    }

    /// @param store as the policy has it
    Node(Path directory, String store) throws IOException {
        this(directory, store, directory.resolve("site.key"));
        Files.writeString(key, "a private key\n");
        expose();
        declare("enforce");
    }

    private Node(Path directory, String store, Path key) {
        this.directory = directory;
        this.store = store;
        this.key = key;
        this.policy = directory.resolve("redoubt.yaml");
    }

    /// What is there already.
    static Node in(Path directory) {
        return new Node(directory, "embedded", directory.resolve("site.key"));
    }

    void expose() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    }

    void declare(String mode) throws IOException {
        Files.writeString(policy, """
                redoubt: 1
                service: shop
                store: %s
                tls:
                  mode: %s
                  certificates:
                    - { names: [shop.example.com], from: files, key: "%s" }
                """.formatted(store, mode, key));
    }

    void declareWitness(Path notes) throws IOException {
        Files.writeString(policy, Files.readString(policy) + """
                ledger:
                  witness: { file: "%s" }
                  keep: { evidence: 365d }
                """.formatted(notes));
    }

    void declareNothing() throws IOException {
        Files.writeString(policy, "redoubt: 1\nservice: shop\nstore: %s\ntls:\n".formatted(store));
    }

    String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(key));
    }

    Path data() {
        return directory.resolve("data");
    }

    /// Of the section `tls` alone, so that the machine's own clock does not count.
    Ran tls(String... words) {
        return redoubt(
                Stream.concat(Stream.of(words), Stream.of("--only", "tls")).toArray(String[]::new));
    }

    Ran redoubt(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--policy", policy.toString(),
                "--data", data().toString(),
                "--key-file", directory.resolve("root.key").toString()));
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8);
        int status = Main.run(all.toArray(String[]::new), terminal, terminal);
        return new Ran(status, shown.toString(StandardCharsets.UTF_8));
    }
}
