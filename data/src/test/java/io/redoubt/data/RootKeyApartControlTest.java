package io.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redoubt.control.CannotLookException;
import io.redoubt.control.Deviation;
import io.redoubt.control.Reading;
import io.redoubt.control.Severity;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.store.Credential;
import io.redoubt.store.KeyFile;
import io.redoubt.store.Passphrase;
import io.redoubt.store.RootKeySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootKeyApartControlTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path home;

    private Path data;
    private Path key;

    @BeforeEach
    void lay() throws Exception {
        home = home.toRealPath();
        data = Files.createDirectory(home.resolve("data"));
        key = keyAt("keys/root.key");
    }

    private Path keyAt(String place) {
        Path file = home.resolve(place);
        new KeyFile(file, RANDOM).create();
        return file;
    }

    private RootKeyApartControl control(RootKeySource source) {
        return new RootKeyApartControl("shop", data, source, InstantSource.system());
    }

    private Verdict verdict(Path file) throws Exception {
        return verdict(new KeyFile(file, RANDOM));
    }

    private Verdict verdict(RootKeySource source) throws Exception {
        RootKeyApartControl control = control(source);
        return control.judge(control.read(control.subjects().getFirst()));
    }

    private static List<String> summaries(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Fail.class);
        List<Deviation> deviations = ((Fail) verdict).deviations();
        assertThat(deviations).extracting(Deviation::severity).containsOnly(Severity.HIGH);
        assertThat(deviations).extracting(Deviation::mend).noneMatch(String::isBlank);
        return deviations.stream().map(Deviation::summary).toList();
    }

    @Test
    void key_as_redoubt_makes_it_passes_and_the_shared_disk_is_told() throws Exception {
        assertThat(verdict(key))
                .isEqualTo(new Pass(
                        key + ", mode 0600; on the file system of the data, so a copy of all of it holds" + " both"));
        assertThat(control(new KeyFile(key, RANDOM)).subjects().getFirst()).hasToString("file://" + key);
    }

    @Test
    void key_in_the_data_directory_fails() throws Exception {
        assertThat(summaries(verdict(keyAt("data/run/root.key"))))
                .containsExactly("the root key lies in the data directory");
    }

    @Test
    void link_to_a_key_in_the_data_directory_fails() throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("link"), keyAt("data/root.key"));
        assertThat(summaries(verdict(link))).containsExactly("the root key lies in the data directory");
    }

    @Test
    void key_in_a_working_tree_fails_whether_git_is_a_directory_or_a_file() throws Exception {
        Path inTree = keyAt("shop/deploy/root.key");
        Files.createDirectory(home.resolve("shop/.git"));
        assertThat(summaries(verdict(inTree))).containsExactly("the root key lies in a git working tree");
        Files.delete(home.resolve("shop/.git"));
        assertThat(verdict(inTree)).isInstanceOf(Pass.class);
        Files.writeString(home.resolve("shop/deploy/.git"), "gitdir: ../../elsewhere\n");
        assertThat(summaries(verdict(inTree))).containsExactly("the root key lies in a git working tree");
    }

    @Test
    void key_that_its_group_reads_fails() throws Exception {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(summaries(verdict(key))).containsExactly("others reach the root key");
    }

    @Test
    void key_with_a_second_hard_link_fails() throws Exception {
        Files.createLink(data.resolve("copy"), key);
        assertThat(summaries(verdict(key))).containsExactly("the root key has further names");
    }

    @Test
    void directory_that_everybody_writes_to_fails() throws Exception {
        Files.setPosixFilePermissions(key.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(summaries(verdict(key))).containsExactly("everybody may replace the root key");
    }

    @Test
    void key_of_another_user_fails() {
        RootKeySighting.InFile seen =
                new RootKeySighting.InFile(key, 1001, 0600, 1, false, 1000, false, Optional.empty(), Optional.empty());
        RootKeyApartControl control = control(new KeyFile(key, RANDOM));
        assertThat(summaries(control.judge(new Reading<>(
                        control.subjects().getFirst(), control.row().vantage(), Instant.EPOCH, seen))))
                .containsExactly("the root key belongs to another user");
    }

    @Test
    void key_that_is_gone_cannot_be_looked_at() throws Exception {
        Files.delete(key);
        assertThatThrownBy(() -> verdict(key))
                .isInstanceOf(CannotLookException.class)
                .hasMessage("there is no " + key);
    }

    @Test
    void passphrase_and_credential_have_no_file() throws Exception {
        assertThat(verdict(new Passphrase(home.resolve("root.argon2id"), _ -> new char[0], RANDOM)))
                .isEqualTo(new Pass("derived from a passphrase, in no file"));
        assertThat(verdict(new Credential(home.resolve("redoubt.key"))))
                .isEqualTo(new Pass("a credential that systemd hands over, in no file of Redoubt's"));
        assertThat(control(new Credential(home.resolve("redoubt.key"))).subjects())
                .first()
                .hasToString("store:shop");
    }
}
