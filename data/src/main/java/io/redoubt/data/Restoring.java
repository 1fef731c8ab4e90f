package io.redoubt.data;

import io.redoubt.data.RestoreOrder.Present;
import io.redoubt.data.RestoreOrder.Rollback;
import io.redoubt.policy.Problem;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One restore. It is unpacked and verified beside its target under another name; a rename at the very end puts it in
/// place.
final class Restoring {

    /// In what is being restored, until it is in place: the name that was given to what had its place.
    static final String MOVED_ASIDE = "moved-aside";

    private static final int LONGEST_NAME = 255;

    private final RestoreOrder order;
    private final Path target;
    private final Path above;
    private final Instant now;

    Restoring(RestoreOrder order, Instant now) {
        this.order = order;
        this.target = order.target().toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (parent == null) {
            throw new BackupException.Refused(
                    Problem.of("the root of the file system is no data directory", "name another with --data"));
        }
        this.above = parent;
        this.now = now;
    }

    RestoreOutcome restore() throws IOException {
        finishWhatWasKilled();
        if (!isTaken()) {
            return restore(null);
        }
        if (order.present() == Present.REFUSED) {
            throw new BackupException.Refused(Problem.of(
                    target + " is there already", "name another with --data, or have it moved aside by --replace"));
        }
        try (DataDirectory held = hold()) {
            return restore(held);
        }
    }

    private DataDirectory hold() {
        try {
            return DataDirectory.open(target);
        } catch (StoreException.Refused e) {
            throw new BackupException.Refused(
                    Problem.of(
                            target + " cannot be moved aside: " + e.problem().what(),
                            "stop what uses it; if nothing does, move it away yourself and restore again"),
                    e);
        }
    }

    /// One that was killed between its two renames left nothing at the target, and tells what was there: that is put
    /// back. One that had nothing to move aside tells of nothing, whatever lies beside it from before.
    private void finishWhatWasKilled() throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path left : Scratch.left(above, restoring())) {
            Path was = movedAsideBy(left);
            if (was != null && Files.isDirectory(was, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(was, target, StandardCopyOption.ATOMIC_MOVE);
                PrivateFiles.force(above);
                return;
            }
        }
    }

    private @Nullable Path movedAsideBy(Path left) throws IOException {
        try (InputStream content = Files.newInputStream(left.resolve(MOVED_ASIDE), LinkOption.NOFOLLOW_LINKS)) {
            String name = new String(content.readNBytes(LONGEST_NAME), StandardCharsets.UTF_8);
            return name.matches(Pattern.quote(target.getFileName() + ".before-") + "[0-9]{1,12}")
                    ? target.resolveSibling(name)
                    : null;
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private String restoring() {
        return "." + target.getFileName() + ".restoring-";
    }

    private boolean isTaken() throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (Stream<Path> content = Files.list(target)) {
            return content.findAny().isPresent();
        }
    }

    /// @param present the data directory that is there, held
    private RestoreOutcome restore(@Nullable DataDirectory present) throws IOException {
        Path name = Objects.requireNonNull(target.getFileName());
        try (BackupReader reader = BackupReader.open(order.file(), order.identities());
                Scratch scratch = Scratch.swept(above, restoring())) {
            BackupManifest manifest = reader.manifest();
            BackupAudit audit = new BackupAudit(manifest, order.known());
            BackupAudit wider = present == null ? audit : audit.with(present.path());
            VerifiedBackup verified = BackupCheck.check(reader, order.known(), wider, scratch.path());
            List<NewerPast> newer = verified.newer();
            if (!newer.isEmpty() && order.rollback() == Rollback.REFUSED) {
                return new RestoreOutcome.OlderThanKnown(manifest, newer);
            }
            long epoch = order.admission().admit(scratch.path(), manifest, new GivenUp(newer, wider.checkpoints()));
            PrivateFiles.forceAll(scratch.path());
            Path was = present == null ? null : target.resolveSibling(name + ".before-" + now.getEpochSecond());
            putInPlace(scratch.path(), was);
            return new RestoreOutcome.Restored(target, was, verified, epoch, newer);
        }
    }

    private void putInPlace(Path restored, @Nullable Path was) throws IOException {
        if (was == null) {
            // An empty directory; one that is filled by now is not deleted.
            Files.deleteIfExists(target);
            Files.move(restored, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            if (Files.exists(was, LinkOption.NOFOLLOW_LINKS)) {
                throw new BackupException.Refused(Problem.of(was + " is there already", "move it away, and try again"));
            }
            PrivateFiles.write(
                    restored.resolve(MOVED_ASIDE),
                    String.valueOf(was.getFileName()).getBytes(StandardCharsets.UTF_8));
            PrivateFiles.force(restored);
            Files.move(target, was, StandardCopyOption.ATOMIC_MOVE);
            try {
                Files.move(restored, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Files.move(was, target, StandardCopyOption.ATOMIC_MOVE);
                throw e;
            }
            Files.delete(target.resolve(MOVED_ASIDE));
        }
        PrivateFiles.force(above);
    }
}
