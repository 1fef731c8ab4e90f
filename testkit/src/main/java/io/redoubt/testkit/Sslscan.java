package io.redoubt.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `sslscan` says about a server: a second opinion.
///
/// @param suites codes by version, as it writes it: `SSLv3`, `TLSv1.0` to `TLSv1.3`; only versions that are accepted
public record Sslscan(SortedMap<String, SortedSet<Integer>> suites) {

    private static final Pattern PROTOCOL =
            Pattern.compile("<protocol type=\"(ssl|tls)\" version=\"([0-9.]+)\" enabled=\"1\"");
    private static final Pattern CIPHER =
            Pattern.compile("<cipher status=\"[a-z]+\" sslversion=\"([A-Za-z0-9.]+)\"[^>]* id=\"0x([0-9A-Fa-f]{4})\"");
    private static final Map<String, String> PREFIX = Map.of("ssl", "SSLv", "tls", "TLSv");

    public static Sslscan of(String host, int port) {
        try {
            Process process = new ProcessBuilder(List.of(
                            new Program("sslscan", "sslscan").path(),
                            "--xml=-",
                            "--no-heartbleed",
                            "--no-renegotiation",
                            "--no-compression",
                            "--no-fallback",
                            "--no-groups",
                            "--no-cipher-details",
                            host + ":" + port))
                    .redirectErrorStream(true)
                    .start();
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            if (process.waitFor() != 0 || !report.contains("</ssltest>")) {
                throw new IllegalStateException("sslscan failed:\n" + report);
            }
            return parse(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Sslscan parse(String report) {
        SortedMap<String, SortedSet<Integer>> suites = new TreeMap<>();
        Matcher protocol = PROTOCOL.matcher(report);
        while (protocol.find()) {
            String kind = PREFIX.get(protocol.group(1));
            suites.put(kind + protocol.group(2), new TreeSet<>());
        }
        Matcher cipher = CIPHER.matcher(report);
        while (cipher.find()) {
            suites.computeIfAbsent(cipher.group(1), _ -> new TreeSet<>()).add(Integer.parseInt(cipher.group(2), 16));
        }
        return new Sslscan(suites);
    }
}
