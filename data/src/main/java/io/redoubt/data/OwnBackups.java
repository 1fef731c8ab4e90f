package io.redoubt.data;

import io.redoubt.ledger.LedgerException;
import io.redoubt.policy.Problem;
import io.redoubt.store.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Backups of Redoubt itself: its store, sealed as it is, and its ledger. The root key is in none of them, so that one
/// needs that key as well as the private key of a recipient to read anything.
public final class OwnBackups {

    private static final int TRIES = 3;

    private final InstantSource clock;

    public OwnBackups(InstantSource clock) {
        this.clock = clock;
    }

    /// Makes a backup while all goes on. It is on the disk when this returns, and beside it `FILE.sha256`.
    ///
    /// @param directory where it goes; it has to be there, so that a disk that is not mounted is noticed
    /// @throws BackupException of the kind that tells what to do; then there is no backup, or at most a whole one
    ///                         without its `.sha256`
    public CreatedBackup create(BackupSource source, Recipients recipients, Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new BackupException.Refused(
                    Problem.of("there is no directory " + directory, "make it, or mount what it lies on"));
        }
        IOException changed = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return createOnce(source, recipients, directory);
            } catch (BackupContent.ChangedException e) {
                changed = e;
            } catch (FileAlreadyExistsException e) {
                throw new BackupException.Refused(
                        Problem.of(e.getFile() + " is there already", "wait a second, and try again"), e);
            } catch (StoreException e) {
                throw new BackupException.Unavailable(e.problem(), e);
            } catch (IOException e) {
                throw new BackupException.Unavailable(
                        Problem.of("the backup could not be made: " + e.getMessage(), "check space, owner and mode"),
                        e);
            }
        }
        throw new BackupException.Unavailable(
                Problem.of("the files changed while they were read, " + TRIES + " times", "try again later"), changed);
    }

    private CreatedBackup createOnce(BackupSource source, Recipients recipients, Path directory) throws IOException {
        Instant made = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        BackupSource.Identity identity = source.identity();
        BackupName name = new BackupName(identity.service(), made, identity.epoch());
        AgeFile.sweep(directory, identity.service());
        try (Scratch scratch = Scratch.swept(source.directory().resolve("run"), "backup-")) {
            BackupContent content = BackupContent.gather(source, scratch.path(), made);
            return BackupWriter.write(content, source.signer(), recipients, directory.resolve(name.toString()));
        }
    }

    /// The backups in a directory, newest first.
    ///
    /// @param identities where given, each one's manifest is read too
    public List<ListedBackup> list(Path directory, Optional<Identities> identities) {
        List<ListedBackup> listed = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Optional<BackupName> name = BackupName.parse(file);
                if (name.isPresent()) {
                    listed.add(listed(file, name.get(), identities));
                }
            }
        } catch (IOException e) {
            throw new BackupException.Unavailable(
                    Problem.of("the directory " + directory + " cannot be read", "check its name, owner and mode"), e);
        }
        listed.sort(Comparator.comparing(ListedBackup::made)
                .reversed()
                .thenComparing(backup -> backup.file().toString()));
        return listed;
    }

    private static ListedBackup listed(Path file, BackupName name, Optional<Identities> identities) throws IOException {
        BackupManifest manifest = null;
        Problem problem = null;
        if (identities.isPresent()) {
            try (BackupReader reader = BackupReader.open(file, identities.get())) {
                manifest = reader.manifest();
            } catch (BackupException e) {
                problem = e.problem();
            }
        }
        return new ListedBackup(file, Files.size(file), name.service(), name.made(), name.epoch(), manifest, problem);
    }

    /// Reads a backup to its end and audits the ledger in it.
    ///
    /// @param scratch a directory with room for all of it, unpacked; nothing stays there
    /// @throws BackupException.Damaged       when it is not whole, or not genuine
    /// @throws BackupException.WrongIdentity when no identity opens it
    public VerifiedBackup verify(Path file, Identities identities, KnownPast known, Path scratch) {
        try (BackupReader reader = BackupReader.open(file, identities);
                Scratch unpacked = Scratch.in(scratch, "redoubt-backup-")) {
            BackupAudit audit = new BackupAudit(reader.manifest(), known);
            return BackupCheck.check(reader, known, audit, unpacked.path());
        } catch (IOException | LedgerException e) {
            throw notUnpacked(scratch, e);
        }
    }

    /// Brings a data directory back. Where anything fails, all is as it was before.
    ///
    /// @throws BackupException as `verify` does, and `Refused` when the target is not free
    public RestoreOutcome restore(RestoreOrder order) {
        try {
            return new Restoring(order, clock.instant()).restore();
        } catch (StoreException.Unavailable e) {
            throw new BackupException.Unavailable(e.problem(), e);
        } catch (IOException | LedgerException e) {
            throw notUnpacked(order.target(), e);
        }
    }

    private static BackupException.Unavailable notUnpacked(Path where, Exception cause) {
        return new BackupException.Unavailable(
                Problem.of(
                        "the backup could not be unpacked at " + where + ": " + cause.getMessage(),
                        "check space, owner and mode"),
                cause);
    }
}
