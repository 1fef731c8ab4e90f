package io.redoubt.tls.nginx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The nginx of this machine, by its command.
public final class NginxProgram {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_COMPLAINT = 400;
    private static final int MOST_OUTPUT = 16 << 20;
    private static final Pattern FILE = Pattern.compile("(?m)^# configuration file (/[^\\n]+):$");
    private static final Pattern PROCESS = Pattern.compile("^\\d+#\\d+: ");
    private static final Pattern PID_PATH = Pattern.compile("--pid-path=(\\S+)");
    private static final Pattern OPENSSL = Pattern.compile("(?:running|built) with OpenSSL (\\d+)\\.(\\d+)");

    private final NginxPlace place;

    public NginxProgram(NginxPlace place) {
        this.place = place;
    }

    public NginxPlace place() {
        return place;
    }

    private record Ran(int status, String output) {}

    /// Reads all files that nginx reads, as it names them.
    public NginxConfiguration configuration() throws IOException, NginxSyntaxException, InterruptedException {
        Ran dump = run("-T");
        if (dump.status != 0) {
            throw new IOException("nginx -T fails: " + complaint(dump.output));
        }
        Map<Path, NginxFile> files = new LinkedHashMap<>();
        Matcher named = FILE.matcher(dump.output);
        while (named.find()) {
            Path path = Path.of(named.group(1));
            if (!files.containsKey(path)) {
                files.put(path, NginxFile.parse(path, NginxFiles.text(path)));
            }
        }
        return new NginxConfiguration(Path.of(place.configuration()), files);
    }

    /// What nginx says against the configuration as it lies on the disk, or empty.
    public String complaint() throws IOException, InterruptedException {
        Ran test = run("-t");
        return test.status == 0 ? "" : complaint(test.output);
    }

    /// @throws IOException when there is no nginx to reload
    public void reload() throws IOException, InterruptedException {
        if (!isRunning()) {
            throw new IOException("nginx is not running");
        }
        Ran reload = run("-s", "reload");
        if (reload.status != 0) {
            throw new IOException("nginx -s reload fails: " + complaint(reload.output));
        }
    }

    /// Whether the process that its pid file names is an nginx.
    public boolean isRunning() throws IOException, InterruptedException {
        return master().isPresent();
    }

    /// The processes that serve, by their ids. A reload that the master takes begins new ones; one that it refuses,
    /// for what only shows when it is carried out, leaves them.
    public Set<Long> workers() throws IOException, InterruptedException {
        return master().flatMap(ProcessHandle::of)
                .map(master -> master.children().map(ProcessHandle::pid).collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    private Optional<Long> master() throws IOException, InterruptedException {
        Path file = pidFile();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String pid = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        Path name = Path.of("/proc", pid, "comm");
        return pid.matches("[0-9]{1,10}")
                        && Files.exists(name)
                        && Files.readString(name, StandardCharsets.ISO_8859_1)
                                .strip()
                                .equals("nginx")
                ? Optional.of(Long.valueOf(pid))
                : Optional.empty();
    }

    private Path pidFile() throws IOException, InterruptedException {
        String built = run("-V").output;
        Matcher matcher = PID_PATH.matcher(built);
        String fallback = matcher.find() ? matcher.group(1) : "/run/nginx.pid";
        try {
            String named = configuration().topValue("pid").orElse(fallback);
            return place.prefix().isEmpty()
                    ? Path.of(named)
                    : Path.of(place.prefix()).resolve(named);
        } catch (NginxSyntaxException e) {
            throw new IOException("its configuration can't be read: " + e.getMessage(), e);
        }
    }

    /// OpenSSL 3.5 brought X25519MLKEM768.
    public boolean knowsHybridGroups() throws IOException, InterruptedException {
        Matcher version = OPENSSL.matcher(run("-V").output);
        boolean knows = false;
        while (version.find()) {
            int major = Integer.parseInt(version.group(1));
            knows = major > 3 || (major == 3 && Integer.parseInt(version.group(2)) >= 5);
        }
        return knows;
    }

    private Ran run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(place.program(), "-c", place.configuration()));
        if (!place.prefix().isEmpty()) {
            command.addAll(List.of("-p", place.prefix()));
        }
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        AtomicReference<String> output = new AtomicReference<>("");
        Thread reader = Thread.ofVirtual().start(() -> output.set(read(process.getInputStream())));
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(place.program() + " " + arguments[0] + " does not end");
            }
            reader.join(PATIENCE);
            return new Ran(process.exitValue(), output.get());
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "its output can't be read: " + e.getMessage();
        }
    }

    /// What nginx says was wrong: its last line alone says only that something was.
    private static String complaint(String output) {
        String said = output.lines()
                .filter(line -> line.contains("[emerg]") || line.contains("[error]"))
                .findFirst()
                .map(line -> PROCESS.matcher(
                                line.substring(line.indexOf(']') + 1).strip())
                        .replaceFirst(""))
                .orElseGet(() -> lastLine(output));
        return said.length() > LONGEST_COMPLAINT ? said.substring(0, LONGEST_COMPLAINT) + "…" : said;
    }

    private static String lastLine(String output) {
        return output.lines().reduce("", (_, line) -> line);
    }
}
