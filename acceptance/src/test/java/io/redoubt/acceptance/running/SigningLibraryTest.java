package io.redoubt.acceptance.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What is installed signs by the library that lies beside it, as the figures say, and copies it nowhere.
class SigningLibraryTest {

    @Test
    void long_running_process_signs_by_the_library_of_the_release() throws Exception {
        Path app = AssembledProgram.directory();
        assertThat(signing(app)).contains("libamazonCorrettoCryptoProvider.so", app.resolve("native") + "/");
    }

    private static String signing(Path app) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + app.resolve("lib/jvm.options"),
                        "-Djava.library.path=" + app.resolve("native"),
                        "-cp",
                        app.resolve("lib") + "/*:"
                                + Path.of("target/test-classes").toAbsolutePath(),
                        Signing.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
