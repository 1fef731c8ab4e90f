package io.redoubt.assembly;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The listeners of this machine, from `/proc/net/tcp` and `/proc/net/tcp6` (proc_net(5)).
public final class Listeners {

    private static final int MOST_LINES = 100_000;
    private static final int LONGEST_LINE = 512;
    private static final String LISTENING = "0A";

    private Listeners() {}

    /// @param proc where the kernel's files are, `/proc` on a running machine
    /// @return by port, each once; empty where the files can't be read, as on other systems
    public static List<Listener> read(Path proc) {
        Map<Integer, Boolean> everywhere = new TreeMap<>();
        for (String table : List.of("tcp", "tcp6")) {
            try (BufferedReader lines =
                    Files.newBufferedReader(proc.resolve("net").resolve(table), StandardCharsets.ISO_8859_1)) {
                lines.lines().skip(1).limit(MOST_LINES).forEach(line -> take(line, everywhere));
            } catch (IOException | UncheckedIOException _) {
                // Not Linux, or hidden from us: then nothing was found, and the policy says so.
            }
        }
        List<Listener> listeners = new ArrayList<>();
        everywhere.forEach((port, reachable) -> listeners.add(new Listener(port, reachable)));
        return listeners;
    }

    /// `  0: 0100007F:1F90 00000000:0000 0A …`: local address and port, remote ones, state.
    private static void take(String line, Map<Integer, Boolean> everywhere) {
        if (line.length() > LONGEST_LINE) {
            return;
        }
        String[] fields = line.strip().split(" +", 5);
        if (fields.length < 5 || !fields[3].equals(LISTENING)) {
            return;
        }
        int colon = fields[1].indexOf(':');
        String address = colon < 0 ? "" : fields[1].substring(0, colon);
        String port = colon < 0 ? "" : fields[1].substring(colon + 1);
        if ((address.length() != 8 && address.length() != 32)
                || !hexadecimal(address)
                || port.length() != 4
                || !hexadecimal(port)) {
            return;
        }
        int number = Integer.parseInt(port, 16);
        if (number > 0) {
            everywhere.merge(number, !loopback(address), Boolean::logicalOr);
        }
    }

    /// The kernel prints words of four bytes in the machine's order: 127.0.0.1 is `0100007F` on little-endian machines.
    private static boolean loopback(String address) {
        if (address.length() == 8) {
            return address.endsWith("7F");
        }
        return address.equals("00000000000000000000000001000000")
                || (address.startsWith("0000000000000000FFFF0000") && address.endsWith("7F"));
    }

    private static boolean hexadecimal(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'));
    }
}
