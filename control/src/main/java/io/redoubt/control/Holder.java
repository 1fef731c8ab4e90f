package io.redoubt.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The process that works on something. Another one leaves that alone as long as it lives.
///
/// @param boot  the kernel's id of the boot in which it runs
/// @param pid   its id
/// @param start when it started, in the kernel's ticks: an id is used again, both together are not
public record Holder(String boot, long pid, String start) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    /// The 22nd field of `/proc/PID/stat` (proc(5)), counted from the first after the command's name.
    private static final int START_TIME = 19;

    public static Holder ofThisProcess() {
        long pid = ProcessHandle.current().pid();
        return new Holder(text(BOOT_ID), pid, startOf(pid));
    }

    /// Not so after a restart of the machine, nor when its id went to another process.
    public boolean isAlive() {
        return boot.equals(text(BOOT_ID)) && !start.isEmpty() && start.equals(startOf(pid));
    }

    private static String startOf(long pid) {
        String stat = text(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        boolean ended = fields[0].equals("Z") || fields[0].equals("X");
        return fields.length > START_TIME && !ended ? fields[START_TIME] : "";
    }

    /// Empty where the kernel does not tell: then nobody is known to live.
    private static String text(Path file) {
        byte @Nullable [] bytes = read(file);
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private static byte @Nullable [] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException _) {
            return null;
        }
    }
}
