package io.redoubt.assembly;

import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.Entry;
import io.redoubt.ledger.Event;
import io.redoubt.ledger.Json;
import io.redoubt.ledger.Ledger;
import io.redoubt.ledger.LedgerOptions;
import io.redoubt.ledger.LedgerStream;
import io.redoubt.ledger.VerifierKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The ledger that takes the place of one that is lost, under another name until it is whole and the store goes by it.
final class NewLedger {

    private static final String LOST = "ledger.lost-";

    private final DamagedInstance damaged;
    private final InstantSource clock;
    private final Path path;

    NewLedger(DamagedInstance damaged, InstantSource clock) {
        this.damaged = damaged;
        this.clock = clock;
        this.path = damaged.directory().path().resolve("ledger.new");
    }

    /// Makes the directory; what a restart has left in it that the store never heard of goes.
    void begin() throws IOException {
        delete(path);
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        NodeName.keepAs(path, damaged.node());
    }

    /// Takes a stream over as it is.
    void take(Path stream) throws IOException {
        List<Path> copies = new ArrayList<>();
        for (Path from : tree(stream)) {
            Path copy =
                    path.resolve(damaged.directory().ledger().relativize(from).toString());
            Files.copy(from, copy, StandardCopyOption.COPY_ATTRIBUTES);
            copies.add(copy);
        }
        for (Path copy : copies) {
            force(copy);
        }
    }

    /// The names of all that was made are durable when this returns.
    void finish() throws IOException {
        force(path);
        force(damaged.directory().path());
    }

    Ledger open(LedgerStream stream) {
        List<VerifierKey> keys = damaged.verifiers(stream);
        return Ledger.open(
                path,
                stream,
                damaged.signing().signer(),
                clock,
                LedgerOptions.named(damaged.ledgerName()).withFormerKeys(keys.subList(1, keys.size())));
    }

    /// Whether the store goes by it already, so that it is the ledger, whatever lies in the other's place.
    boolean isAwaited() {
        return NodeName.find(path).filter(damaged.node()::equals).isPresent()
                && Stream.of(LedgerStream.values()).allMatch(this::isAwaited);
    }

    private boolean isAwaited(LedgerStream stream) {
        if (!Files.isDirectory(path.resolve(stream.directory()))) {
            return false;
        }
        Audit audit = Ledger.verify(path, stream, damaged.verifiers(stream), List.of());
        return audit.intact()
                && audit.size() >= damaged.seen(stream)
                && audit.checkpoint()
                        .map(Checkpoint::epoch)
                        .filter(its -> its == epoch())
                        .isPresent();
    }

    /// The epoch of the store.
    long epoch() {
        return damaged.store().read(transaction -> transaction.epoch().current());
    }

    /// The streams that begin anew, each with how many entries are known to have been in it.
    Map<LedgerStream, Long> begun() {
        Map<LedgerStream, Long> begun = new EnumMap<>(LedgerStream.class);
        for (LedgerStream stream : LedgerStream.values()) {
            try (Ledger ledger = open(stream)) {
                ledger.read(0).map(Entry::event).flatMap(NewLedger::known).ifPresent(known -> begun.put(stream, known));
            }
        }
        return begun;
    }

    private static Optional<Long> known(Event first) {
        return first.type().equals("ledger.epoch")
                        && first.details().members().get("known") instanceof Json.Numeric(double known)
                ? Optional.of((long) known)
                : Optional.empty();
    }

    /// @return where the remains of the other are
    Path putInPlace() throws IOException {
        Path ledger = damaged.directory().ledger();
        Path aside = unused(ledger);
        Files.move(ledger, aside, StandardCopyOption.ATOMIC_MOVE);
        arrive();
        return aside;
    }

    /// Does what a restart that was killed has not done any more.
    ///
    /// @return where the remains of the other are
    Path putInPlaceAfterAll() throws IOException {
        Path ledger = damaged.directory().ledger();
        Optional<Path> aside = lost();
        if (aside.isEmpty() || !holdsNothing(ledger)) {
            return putInPlace();
        }
        delete(ledger);
        arrive();
        return aside.get();
    }

    private void arrive() throws IOException {
        Files.move(path, damaged.directory().ledger(), StandardCopyOption.ATOMIC_MOVE);
        force(damaged.directory().path());
    }

    /// Where a restart that was killed has put what there was, the last one.
    private Optional<Path> lost() throws IOException {
        try (Stream<Path> files = Files.list(damaged.directory().path())) {
            return files.filter(file -> name(file).startsWith(LOST)).max(Comparator.comparing(NewLedger::name));
        }
    }

    /// Every opening of the data directory makes this directory, and that of an instance its file `node`.
    private static boolean holdsNothing(Path ledger) throws IOException {
        try (Stream<Path> files = Files.list(ledger)) {
            return Set.of("node", "node.new")
                    .containsAll(files.map(NewLedger::name).collect(Collectors.toSet()));
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private Path unused(Path ledger) {
        long now = clock.instant().getEpochSecond();
        Path aside = ledger.resolveSibling(LOST + now);
        for (int i = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); i++) {
            aside = ledger.resolveSibling(LOST + now + "-" + i);
        }
        return aside;
    }

    /// A directory is forced with the names in it.
    private static void force(Path path) throws IOException {
        boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel file =
                FileChannel.open(path, directory ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            for (Path path : tree(directory).reversed()) {
                Files.delete(path);
            }
        }
    }

    private static List<Path> tree(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return new ArrayList<>(paths.sorted().toList());
        }
    }
}
