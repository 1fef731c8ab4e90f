package io.redoubt.data;

import io.redoubt.control.Holder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        try {
            for (Path each : left(above, prefix)) {
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

    /// What processes left there that were killed before they were done.
    static List<Path> left(Path above, String prefix) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> leftovers = leftovers(above, prefix)) {
            leftovers.forEach(left::add);
        } catch (NoSuchFileException _) {
            // Where there is no directory, nobody left anything.
        }
        return left;
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
