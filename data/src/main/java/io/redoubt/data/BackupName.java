package io.redoubt.data;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `SERVICE.20261124T114950Z.e1.tar.zst.age`: what, when, which epoch, and how to read it.
record BackupName(String service, Instant made, long epoch) {

    private static final Pattern NAME = Pattern.compile(
            "([a-z0-9](?:[a-z0-9-]{0,126}[a-z0-9])?)\\.([0-9]{8}T[0-9]{6}Z)\\.e([1-9][0-9]{0,17})\\.tar\\.zst\\.age");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    BackupName {
        if (!NAME.matcher(text(service, made, epoch)).matches()) {
            throw new IllegalArgumentException("a service is a-z, 0-9 and inner hyphens, not " + service);
        }
    }

    static Optional<BackupName> parse(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BackupName(
                    name.group(1), Instant.from(TIME.parse(name.group(2))), Long.parseLong(name.group(3))));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String text(String service, Instant made, long epoch) {
        return service + "." + TIME.format(made) + ".e" + epoch + ".tar.zst.age";
    }

    @Override
    public String toString() {
        return text(service, made, epoch);
    }
}
