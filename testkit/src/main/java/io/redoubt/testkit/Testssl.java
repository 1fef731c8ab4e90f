package io.redoubt.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `testssl.sh` says about a server: a third opinion, and a slow one.
///
/// @param suites codes by version, as [Sslscan] writes them: `SSLv3`, `TLSv1.0` to `TLSv1.3`; only versions that are
///               accepted
public record Testssl(SortedMap<String, SortedSet<Integer>> suites) {

    private static final Pattern FINDING =
            Pattern.compile("\"id\"\\s*: \"([^\"]+)\",[^{}]*\"finding\"\\s*: \"([^\"]*)\"");
    private static final Pattern CIPHER = Pattern.compile("cipher-([a-z]+[0-9_]*)_x([0-9a-f]{2,4})");
    private static final Map<String, String> VERSIONS = versions();
    private static final int MINUTES = 10;

    public static Testssl of(String host, int port) {
        try (ScratchDirectory directory = ScratchDirectory.create("testssl")) {
            Path report = directory.path().resolve("report.json");
            Path output = directory.path().resolve("output.txt");
            Process process = new ProcessBuilder(List.of(
                            new Program("testssl", "testssl.sh").path(),
                            "--quiet",
                            "--warnings=off",
                            "--color=0",
                            "--nodns=min",
                            "--protocols",
                            "--cipher-per-proto",
                            "--jsonfile=" + report,
                            host + ":" + port))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException("testssl did not end:\n" + Files.readString(output));
            }
            if (!Files.exists(report)) {
                throw new IllegalStateException("testssl failed:\n" + Files.readString(output));
            }
            return parse(Files.readString(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Testssl parse(String report) {
        SortedMap<String, SortedSet<Integer>> suites = new TreeMap<>();
        Matcher finding = FINDING.matcher(report);
        while (finding.find()) {
            String id = finding.group(1);
            String version = VERSIONS.get(id);
            Matcher cipher = CIPHER.matcher(id);
            if (version != null && finding.group(2).startsWith("offered")) {
                suites.computeIfAbsent(version, _ -> new TreeSet<>());
            } else if (cipher.matches()) {
                String of = VERSIONS.get(cipher.group(1).replace("tls", "TLS").replace("sslv", "SSLv"));
                suites.computeIfAbsent(String.valueOf(of), _ -> new TreeSet<>())
                        .add(Integer.parseInt(cipher.group(2), 16));
            }
        }
        return new Testssl(suites);
    }

    private static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("SSLv3", "SSLv3");
        versions.put("TLS1", "TLSv1.0");
        versions.put("TLS1_1", "TLSv1.1");
        versions.put("TLS1_2", "TLSv1.2");
        versions.put("TLS1_3", "TLSv1.3");
        return versions;
    }
}
