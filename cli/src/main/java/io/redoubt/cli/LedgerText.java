package io.redoubt.cli;

import io.redoubt.assembly.DamagedInstance;
import io.redoubt.assembly.PeerAudit;
import io.redoubt.assembly.WitnessedAudit;
import io.redoubt.assembly.Witnesses;
import io.redoubt.cli.output.Count;
import io.redoubt.cli.output.ExitStatus;
import io.redoubt.cli.output.Visible;
import io.redoubt.ledger.Audit;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.ledger.LedgerException;
import io.redoubt.ledger.LedgerStream;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What an operator can do about a ledger that does not take or give.
final class LedgerText {

    static final String PUT_BACK =
            "put it back from a backup, and keep what is there: it is evidence; without a backup:"
                    + " redoubt ledger restart --acknowledge-loss";

    private LedgerText() {}

    /// Every finding of both streams.
    ///
    /// @return whether there is none, and every witness could be asked
    static ExitStatus print(DamagedInstance damaged, Witnesses witnesses, List<Checkpoint> elsewhere, PrintStream out) {
        return Stream.of(LedgerStream.values())
                .map(stream -> print(stream, damaged.audit(stream, elsewhere, witnesses), out))
                .max(Comparator.comparingInt(LedgerText::rank))
                .orElseThrow();
    }

    static ExitStatus print(LedgerStream stream, WitnessedAudit witnessed, PrintStream out) {
        Audit audit = witnessed.audit();
        long epoch = audit.checkpoint().map(Checkpoint::epoch).orElse(1L);
        out.println("%s: %s%s, %s"
                .formatted(
                        stream.directory(),
                        Count.entries(audit.size()),
                        epoch == 1 ? "" : " in epoch " + epoch,
                        audit.intact()
                                ? "intact; " + tail(audit)
                                : Count.findings(audit.findings().size())));
        audit.findings().forEach(finding -> out.println("  " + Visible.of(finding.toString())));
        witnessed.troubles().forEach(trouble -> out.println("  not compared: " + Visible.of(trouble.toString())));
        if (!audit.intact()) {
            return ExitStatus.FAILED;
        }
        return witnessed.troubles().isEmpty() ? ExitStatus.SOUND : ExitStatus.UNKNOWN;
    }

    private static String tail(Audit audit) {
        return switch (audit.tail()) {
            case Audit.Tail.Proven() -> "seen elsewhere to its end";
            case Audit.Tail.Unproven(long from) ->
                from == 0 ? "tail unproven: no checkpoint from elsewhere" : "tail unproven from entry " + from;
        };
    }

    /// Nothing where there are no other nodes.
    static ExitStatus print(PeerAudit peers, PrintStream out) {
        if (peers.checkpoints() > 0 || !peers.forks().isEmpty()) {
            out.println("other nodes: %d checkpoints of %d streams recorded, %s"
                    .formatted(
                            peers.checkpoints(),
                            peers.streams(),
                            peers.forks().isEmpty()
                                    ? "none contradicted"
                                    : Count.findings(peers.forks().size())));
        }
        peers.forks().forEach(fork -> out.println("  " + Visible.of(fork.toString())));
        return peers.forks().isEmpty() ? ExitStatus.SOUND : ExitStatus.FAILED;
    }

    /// The worst last.
    static int rank(ExitStatus status) {
        return switch (status) {
            case SOUND -> 0;
            case USAGE -> 1;
            case UNKNOWN -> 2;
            case FAILED -> 3;
        };
    }

    static String mend(LedgerException exception) {
        return switch (exception) {
            case LedgerException.Unavailable _ -> "check the disk's space, owner and mode, then try again";
            case LedgerException.Damaged _ -> "`redoubt ledger verify` names every entry; " + PUT_BACK;
            case LedgerException.Refused _ -> "report it: Redoubt records nothing that large";
            case LedgerException.InUse _ -> "end the other redoubt, or wait for it";
            case LedgerException.Closed _ -> "report it";
        };
    }
}
