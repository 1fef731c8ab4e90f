package io.redoubt.ledger;

import io.redoubt.ledger.disk.ChannelDisk;
import io.redoubt.ledger.disk.Closing;
import io.redoubt.ledger.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One stream of a node's tamper-evident log. An event that `append` has returned for is durable, in its place, and
/// covered by a signed checkpoint, for ever.
///
/// Thread-safe. Made for many callers at once: one commit serves all that wait. Methods that touch the disk throw
/// `LedgerException`, whose kinds tell what the caller can do.
public final class Ledger implements AutoCloseable {

    private final Disk disk;
    private final Layout layout;
    private final VerifierKey key;
    private final Signer signer;
    private final List<VerifierKey> keys;
    private final InstantSource time;
    private final LedgerOptions options;
    private final Closeable lock;
    private final Committer committer;
    private final LogReader reader;
    private final @Nullable Cut cut;
    private final Object retention = new Object();

    private volatile Instant lastAppend;

    private Ledger(
            Disk disk,
            Layout layout,
            List<VerifierKey> keys,
            Signer signer,
            InstantSource time,
            LedgerOptions options,
            Closeable lock,
            LogOpener opener,
            LogOpener.Opened opened) {
        this.disk = disk;
        this.layout = layout;
        this.key = keys.getFirst();
        this.keys = keys;
        this.signer = signer;
        this.time = time;
        this.options = options;
        this.lock = lock;
        this.committer =
                new Committer(opener, opened.writer(), layout.directory().toString());
        this.reader = new LogReader(disk, layout);
        this.cut = opened.cut();
        this.lastAppend = Instant.MIN;
    }

    /// Opens a stream for writing, and begins it where it is new. What stands behind its last checkpoint was never
    /// acknowledged: it is cut, and the ledger records that it was.
    ///
    /// @param directory of the ledger; the stream has its own below
    /// @throws LedgerException.Damaged when the stream is not what was recorded; nothing is changed then
    /// @throws LedgerException.InUse   when another process has it open
    public static Ledger open(
            Path directory, LedgerStream stream, Signer signer, InstantSource time, LedgerOptions options) {
        return open(new ChannelDisk(), directory, stream, signer, time, options);
    }

    static Ledger open(
            Disk disk, Path directory, LedgerStream stream, Signer signer, InstantSource time, LedgerOptions options) {
        Layout layout = new Layout(directory.resolve(stream.directory()));
        VerifierKey key = new VerifierKey(options.origin(stream), signer.publicKey());
        List<VerifierKey> keys = new ArrayList<>(List.of(key));
        keys.addAll(options.formerKeys());
        LogOpener opener = new LogOpener(
                new LogWriter.Setting(disk, layout, key, signer, options.segmentBytes()), List.copyOf(keys));
        Closeable lock = null;
        try {
            disk.makeDirectories(layout.directory());
            lock = disk.lock(layout.lock());
            LogOpener.Opened opened = opener.open(options.atLeast());
            try {
                Ledger ledger =
                        new Ledger(disk, layout, List.copyOf(keys), signer, time, options, lock, opener, opened);
                ledger.begin();
                return ledger;
            } catch (RuntimeException | Error e) {
                Closing.after(e, opened.writer());
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            closeQuietly(lock);
            throw Committer.failure(e, layout.directory().toString());
        }
    }

    private void begin() {
        try {
            Checkpoint newest = checkpoint();
            if (newest.size() > 0) {
                lastAppend =
                        read(newest.size() - 1).map(entry -> entry.event().at()).orElse(Instant.MIN);
            }
            if (cut != null) {
                append(Leaf.of(OwnEvents.cut(cut, newest, time.instant())));
            }
        } catch (RuntimeException | Error e) {
            committer.close();
            throw e;
        }
    }

    private static void closeQuietly(@Nullable Closeable lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException _) {
            // The process has failed to open; its end frees the lock.
        }
    }

    /// Records an event, and returns when it is durable.
    ///
    /// @return its index
    /// @throws LedgerException when it was not recorded. After `Unavailable` it may turn up nevertheless, but only
    ///     if the process ends before the ledger has returned
    public long append(Event event) {
        return append(List.of(event));
    }

    /// Records events next to each other and under one checkpoint: all of them or none.
    ///
    /// @return the first one's index
    /// @throws LedgerException.Refused also when they have more bytes than one commit takes, 4 MiB
    public long append(List<Event> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("no event to append");
        }
        return commit(leaves(events));
    }

    /// Records events in their order, in as many parts as their bytes need. Those of a part are next to each other and
    /// under one checkpoint, all or none of them; the parts are not: after a failure those before it are recorded.
    /// An event that can't be an entry is refused before any is recorded.
    ///
    /// @param recorded is told of each part when it is durable
    public void appendInParts(List<Event> events, Consumer<List<Event>> recorded) {
        int from = 0;
        for (List<Leaf> part : Committer.parts(leaves(events))) {
            commit(part);
            int to = from + part.size();
            recorded.accept(events.subList(from, to));
            from = to;
        }
    }

    /// The same, where nobody has to know how far it came.
    public void appendInParts(List<Event> events) {
        appendInParts(events, _ -> {});
    }

    private static List<Leaf> leaves(List<Event> events) {
        for (Event event : events) {
            if (OwnEvents.isOwn(event)) {
                throw new IllegalArgumentException("only the ledger itself records " + event.type());
            }
        }
        return events.stream().map(Leaf::of).toList();
    }

    private long append(Leaf leaf) {
        return commit(List.of(leaf));
    }

    private long commit(List<Leaf> leaves) {
        long index = committer.append(leaves);
        lastAppend = time.instant();
        return index;
    }

    /// The newest checkpoint.
    public Checkpoint checkpoint() {
        return committer.newest();
    }

    /// What verifies this stream's checkpoints.
    public VerifierKey key() {
        return key;
    }

    /// What was cut when the stream was opened.
    public Optional<Cut> cut() {
        return Optional.ofNullable(cut);
    }

    /// Records a heartbeat where nothing was recorded for the time of the options, so that a stream cut back shows by
    /// its age. To be called now and then.
    public Checkpoint heartbeat() {
        Instant now = time.instant();
        if (!now.isBefore(lastAppend.plus(options.heartbeat()))) {
            append(Leaf.of(OwnEvents.heartbeat(checkpoint(), now)));
        }
        return checkpoint();
    }

    /// Records that a new epoch begins; every checkpoint from here on is of it.
    ///
    /// @throws IllegalArgumentException when the stream is in this epoch or a later one already
    public void begin(EpochStart start) {
        Checkpoint newest = checkpoint();
        if (start.epoch() <= newest.epoch()) {
            throw new IllegalArgumentException("the stream is in epoch " + newest.epoch() + " already");
        }
        committer.append(List.of(Leaf.of(OwnEvents.epoch(start, newest, time.instant()))), start.epoch());
        lastAppend = time.instant();
    }

    /// Hands the newest checkpoint to a witness that does not have it yet. To be called now and then.
    ///
    /// @throws IOException when the witness could not take it, or has seen another past: what it keeps is then not
    ///     replaced
    public void publish(Witness witness) throws IOException {
        Checkpoint newest = checkpoint();
        List<Checkpoint> seen = witness.recall(key.name()).orElse(List.of()).stream()
                .filter(checkpoint -> checkpoint.isSignedByAny(keys) && checkpoint.epoch() >= newest.epoch())
                .toList();
        if (seen.stream().anyMatch(checkpoint -> !grewOutOf(checkpoint, newest))) {
            throw new IOException("it has seen another past of " + key.name() + " than is here");
        }
        if (seen.stream().noneMatch(checkpoint -> checkpoint.size() == newest.size())) {
            witness.record(newest);
        }
    }

    private boolean grewOutOf(Checkpoint earlier, Checkpoint later) {
        return earlier.size() <= later.size()
                && ProofVerifier.verify(proveConsistency(earlier.size(), later.size()), earlier.root(), later.root());
    }

    /// An entry, or none where the index is beyond the end or was dropped by retention.
    public Optional<Entry> read(long index) {
        return read(index, 1).stream().filter(entry -> entry.index() == index).findFirst();
    }

    /// As many entries from an index on, fewer at the end; dropped ones are passed over.
    public List<Entry> read(long from, int most) {
        if (from < 0 || most < 0) {
            throw new IllegalArgumentException("no entry " + from);
        }
        List<Entry> entries = new ArrayList<>();
        long size = checkpoint().size();
        try {
            reader.read(from, Math.min(size, Math.max(from, first()) + most), raw -> entries.add(entry(raw)));
        } catch (IOException e) {
            throw failure(e);
        }
        return entries;
    }

    private Entry entry(LogReader.Raw raw) {
        try {
            return raw.entry();
        } catch (IllegalArgumentException _) {
            throw reader.damaged(raw.index(), "it is no event");
        }
    }

    /// The first entry that is kept.
    public long first() {
        try {
            NavigableSet<Long> segments = layout.segments(disk);
            if (segments.isEmpty()) {
                throw new NoSuchFileException(layout.directory().toString());
            }
            return segments.first();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// Proves that an entry is in the tree of this size.
    public InclusionProof proveInclusion(long index, long size) {
        requireSize(size);
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of size " + size + " has no entry " + index);
        }
        return new InclusionProof(index, size, proofs().inclusion(index, size));
    }

    /// Proves that the tree of the second size grew out of the one of the first.
    public ConsistencyProof proveConsistency(long first, long second) {
        requireSize(second);
        if (first < 0 || first > second) {
            throw new IllegalArgumentException("a tree of size " + second + " did not grow out of one of " + first);
        }
        return new ConsistencyProof(first, second, proofs().consistency(first, second));
    }

    private Proofs proofs() {
        return new Proofs(disk, layout);
    }

    private void requireSize(long size) {
        if (size < 0 || size > checkpoint().size()) {
            throw new IllegalArgumentException("the ledger has " + checkpoint().size() + " entries, not " + size);
        }
    }

    /// Audits the whole stream while it goes on.
    ///
    /// @param elsewhere checkpoints that were kept elsewhere, such as a witness's; without one the tail is unproven
    public Audit verify(List<Checkpoint> elsewhere) {
        synchronized (retention) {
            Audit audit = verify(disk, layout, keys, checkpoint(), elsewhere);
            if (audit.intact()) {
                remember(audit, audit.first());
            }
            return audit;
        }
    }

    /// Audits what is new since the last audit, and one older segment, another one each time. Whatever is not in order
    /// there, or with the checkpoints from elsewhere, leads to an audit of the whole stream.
    ///
    /// @param elsewhere as for `verify`; those of former epochs are left to it
    public Patrol patrol(List<Checkpoint> elsewhere) {
        synchronized (retention) {
            Checkpoint newest = checkpoint();
            try {
                AuditMemory memory = AuditMemory.read(disk, layout, keys);
                if (memory == null) {
                    Audit audit = verify(elsewhere);
                    return new Patrol(audit, audit.size() - audit.first());
                }
                Patroller.Round round = new Patroller(disk, layout, keys, memory, newest).walk(elsewhere);
                if (round instanceof Patroller.Round.Sound(Patrol patrol, long next)) {
                    remember(patrol.audit(), next);
                    return patrol;
                }
                Audit audit = verify(disk, layout, keys, newest, elsewhere);
                return new Patrol(memory.judge(audit), audit.size() - audit.first());
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    /// Where it can't be kept, the next audit is of the whole again.
    private void remember(Audit audit, long next) {
        try {
            Checkpoint newest = audit.newest();
            if (newest != null) {
                AuditMemory.write(disk, layout, key, signer, newest, audit.first(), next);
            }
        } catch (IOException _) {
            // A disk that takes nothing shows at the next append.
        }
    }

    /// Audits a stream that this process has not opened. Changes nothing.
    ///
    /// @param keys the present and former keys of the stream
    public static Audit verify(
            Path directory, LedgerStream stream, List<VerifierKey> keys, List<Checkpoint> elsewhere) {
        return verify(new ChannelDisk(), new Layout(directory.resolve(stream.directory())), keys, null, elsewhere);
    }

    private static Audit verify(
            Disk disk, Layout layout, List<VerifierKey> keys, @Nullable Checkpoint upTo, List<Checkpoint> elsewhere) {
        try {
            return new Auditor(disk, layout, keys).audit(upTo, elsewhere);
        } catch (IOException e) {
            throw Committer.failure(e, layout.directory().toString());
        }
    }

    /// Writes the stream as C2SP tlog-tiles, with the newest checkpoint and the key that verifies it.
    ///
    /// @param target a directory that is empty or not there yet
    public Checkpoint export(Path target) {
        try {
            synchronized (retention) {
                Checkpoint newest = checkpoint();
                new TileExport(disk, layout, reader).write(target, newest, key);
                return newest;
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// Drops the oldest segments whose last entry is older. Their hashes stay, so that every proof and checkpoint
    /// still holds; that they were dropped is recorded first. The newest segment always stays.
    ///
    /// @return the first entry that is kept
    public long dropBefore(Instant oldest) {
        synchronized (retention) {
            try {
                return new Retention(disk, layout, reader)
                        .dropBefore(
                                index -> read(index)
                                        .filter(entry -> entry.event().at().isBefore(oldest))
                                        .isPresent(),
                                kept -> OwnEvents.retained(kept, checkpoint(), time.instant()),
                                leaves -> Committer.parts(leaves).forEach(this::commit));
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    private LedgerException failure(Exception e) {
        return Committer.failure(e, layout.directory().toString());
    }

    /// Commits what is waiting and frees the files.
    @Override
    public void close() {
        committer.close();
        closeQuietly(lock);
    }
}
