package io.redoubt.data;

import io.redoubt.control.Holder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A private directory that is gone afterwards, unless it was given a name meanwhile. Its name tells which process
/// made it, so that another one can delete what a killed one left.
record Scratch(Path path) implements AutoCloseable {

    private static final Pattern MADE_BY = Pattern.compile("([0-9]{1,10})-([0-9]{1,20})-[0-9]+");

    static Scratch in(Path above, String prefix) throws IOException {
        Holder us = Holder.ofThisProcess();
        return new Scratch(PrivateFiles.makeDirectory(above, prefix + us.pid() + "-" + us.start() + "-"));
    }

    /// The same, after what killed processes left there is deleted.
    static Scratch swept(Path above, String prefix) throws IOException {
        Scratch ours = in(above, prefix);
        try (DirectoryStream<Path> left = leftovers(above, prefix)) {
            for (Path each : left) {
                if (Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(ours.path))) {
                    PrivateFiles.delete(each);
                }
            }
        } catch (IOException e) {
            ours.close();
            throw e;
        }
        return ours;
    }

    /// Whether a process was killed there before it was done.
    static boolean isLeftIn(Path above, String prefix) throws IOException {
        try (DirectoryStream<Path> left = leftovers(above, prefix)) {
            return left.iterator().hasNext();
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    @SuppressWarnings("StreamResourceLeak") // Whoever asked closes it.
    private static DirectoryStream<Path> leftovers(Path above, String prefix) throws IOException {
        String boot = Holder.ofThisProcess().boot();
        return Files.newDirectoryStream(above, path -> {
            String name = String.valueOf(path.getFileName());
            Matcher madeBy = MADE_BY.matcher(name.startsWith(prefix) ? name.substring(prefix.length()) : "");
            return madeBy.matches()
                    && !new Holder(boot, Long.parseLong(madeBy.group(1)), madeBy.group(2)).isAlive()
                    && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        });
    }

    @Override
    public void close() throws IOException {
        PrivateFiles.delete(path);
    }
}
