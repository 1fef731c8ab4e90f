package io.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.redoubt.cli.Operator.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonTest {

    @TempDir
    private Path home;

    @Test
    void what_is_abandoned_is_told_once_and_advises_nothing_more() throws Exception {
        Path key = Files.writeString(home.resolve("site.key"), "a private key\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(home.resolve("redoubt.yaml"), """
                redoubt: 1
                service: shop
                tls:
                  mode: enforce
                  certificates:
                    - { names: [shop.example.com], from: files, key: "%s" }
                """.formatted(key));
        Operator operator = new Operator(home);
        operator.redoubt("init");
        operator.redoubt("check", "--only", "tls");
        Matcher change = Pattern.compile("chg_[0-9a-z]{26}")
                .matcher(operator.redoubt("plan").output());
        assertThat(change.find()).isTrue();
        String id = change.group();

        Ran planned = operator.redoubt("undo", "--abandon", id);
        assertThat(planned.output()).contains("only what is conflicted is abandoned", "`redoubt undo " + id + "`");
        assertThat(operator.redoubt("apply", id).output()).contains("verified");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(operator.redoubt("undo", id).output()).contains("redoubt undo --abandon " + id);

        Ran abandoned = operator.redoubt("undo", "--abandon", id);
        assertThat(abandoned.output())
                .containsOnlyOnce(id)
                .contains("abandoned", "it stays as it was found")
                .doesNotContain("redoubt undo");
        assertThat(abandoned.status()).isZero();
    }
}
