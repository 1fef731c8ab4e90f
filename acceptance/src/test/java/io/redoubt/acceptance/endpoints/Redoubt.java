package io.redoubt.acceptance.endpoints;

import io.redoubt.cli.Main;
import io.redoubt.testkit.CertificateForge;
import io.redoubt.testkit.NginxServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Runs `redoubt check` in this process, with a policy file and a root of its own.
final class Redoubt {

    private final Path trust;

    private Redoubt(Path trust) {
        this.trust = trust;
    }

    static Redoubt trusting(CertificateForge forge) {
        return new Redoubt(forge.rootFile());
    }

    /// Starts nginx for it, and asks for it as `localhost`.
    Found check(Site site) {
        try (NginxServer nginx = NginxServer.start(site.text())) {
            return endpoints(endpoint("https://localhost:" + nginx.port("https"), nginx.port("http")));
        }
    }

    static String endpoint(String url, int plain) {
        return "{ url: \"%s\", plain-http: %d }".formatted(url, plain);
    }

    static String endpoint(String url) {
        return "\"" + url + "\"";
    }

    Found endpoints(String... endpoints) {
        return check(
                endpoints.length,
                "tls:\n  endpoints:\n"
                        + List.of(endpoints).stream()
                                .map(each -> "    - " + each + "\n")
                                .collect(Collectors.joining()));
    }

    Found database(String url) {
        return check(1, "data:\n  databases:\n    - { name: shop, url: \"%s\" }\n".formatted(url));
    }

    private Found check(int subjects, String section) {
        try {
            Path policy = Files.createTempFile("redoubt-acceptance-", ".yaml");
            try {
                Files.writeString(policy, """
                        redoubt: 1
                        service: shop
                        %s
                        waivers:
                          - control: tls.key-exchange
                            owner: kim
                            reason: no post-quantum group in the OpenSSL of Debian 12
                            until: %s
                        """.formatted(
                                section, LocalDate.now(ZoneOffset.UTC).plusDays(90)));
                return run(subjects, "check", "--policy", policy.toString(), "--trust", trust.toString());
            } finally {
                Files.delete(policy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What was named on the command line, by the defaults.
    Found urls(String... urls) {
        String[] args = new String[urls.length + 3];
        args[0] = "check";
        args[1] = "--trust";
        args[2] = trust.toString();
        System.arraycopy(urls, 0, args, 3, urls.length);
        return run(urls.length, args);
    }

    private static Found run(int subjects, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--format";
        all[args.length + 1] = "json";
        long begin = System.nanoTime();
        int status = Main.run(all, stream(out), stream(err));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        if (err.size() > 0) {
            throw new AssertionError(err.toString(StandardCharsets.UTF_8));
        }
        return new Found(status, new JsonMapper().readTree(out.toByteArray()), took, subjects);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
