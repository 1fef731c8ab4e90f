package io.redoubt.data;

import io.redoubt.data.RestoreOrder.Present;
import io.redoubt.data.RestoreOrder.Rollback;
import io.redoubt.policy.Problem;
import io.redoubt.store.DataDirectory;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One restore. It is unpacked and verified beside its target under another name; a rename at the very end puts it in
/// place.
final class Restoring {

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

    /// One that was killed between its two renames left nothing at the target: then the one that was there is put back.
    private void finishWhatWasKilled() throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) || !Scratch.isLeftIn(above, restoring())) {
            return;
        }
        Pattern aside = Pattern.compile(Pattern.quote(target.getFileName() + ".before-") + "[0-9]{1,12}");
        try (Stream<Path> beside = Files.list(above)) {
            Optional<Path> newest = beside.filter(path ->
                            aside.matcher(String.valueOf(path.getFileName())).matches())
                    .max(Comparator.comparing(path -> String.valueOf(path.getFileName())));
            if (newest.isPresent()) {
                Files.move(newest.get(), target, StandardCopyOption.ATOMIC_MOVE);
                PrivateFiles.force(above);
            }
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
            Files.move(target, was, StandardCopyOption.ATOMIC_MOVE);
            try {
                Files.move(restored, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Files.move(was, target, StandardCopyOption.ATOMIC_MOVE);
                throw e;
            }
        }
        PrivateFiles.force(above);
    }
}
