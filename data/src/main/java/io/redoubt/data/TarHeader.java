package io.redoubt.data;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/// The one header that a file has in a backup: a plain file of mode 0600, owned by nobody in particular. As there is
/// only one, a reader makes it anew and compares, and has nothing to interpret: no links, devices, extensions, owners,
/// names.
final class TarHeader {

    static final int BLOCK = 512;

    private static final int MODE = 0600;

    private TarHeader() {}

    static byte[] of(String name, long size, Instant modified) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
        entry.setSize(size);
        entry.setMode(MODE);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(FileTime.from(modified));
        byte[] header = new byte[BLOCK];
        try {
            // Sizes from 8 GiB on are written in binary, as GNU tar does, so that no header needs an extension.
            entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding("US-ASCII"), true);
        } catch (IOException e) {
            throw new IllegalArgumentException("no name for an archive: " + name, e);
        }
        return header;
    }

    /// The size that the header of this file tells, where it is one of ours.
    static Optional<Long> size(byte[] header, String name) {
        try {
            int at = TarConstants.NAMELEN + TarConstants.MODELEN + TarConstants.UIDLEN + TarConstants.GIDLEN;
            long size = TarUtils.parseOctalOrBinary(header, at, TarConstants.SIZELEN);
            long modified = TarUtils.parseOctalOrBinary(header, at + TarConstants.SIZELEN, TarConstants.MODTIMELEN);
            boolean ours = size >= 0 && Arrays.equals(header, of(name, size, Instant.ofEpochSecond(modified)));
            return ours ? Optional.of(size) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /// How many zeroes follow a file of this size.
    static int padding(long size) {
        return (int) ((BLOCK - size % BLOCK) % BLOCK);
    }
}
