package io.redoubt.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The newest verdict of each control, subject and vantage, and when it turned. It follows the ledger, one log per
/// node, and can be made again from it.
public interface Posture {

    /// Applies one observation of a log. One that was applied already changes nothing; one older than what is known
    /// from another node is only counted.
    ///
    /// @return whether the posture changed
    boolean apply(Observation observation);

    /// An entry of a log that is no observation was read.
    void skip(String node, long ledgerIndex);

    /// The last entry of a node's log that is in the posture.
    OptionalLong applied(String node);

    Optional<Standing> find(String control, String subject, String vantage);

    /// All, ordered by control, subject and vantage.
    List<Standing> all();

    /// Every change of verdict from then on, oldest first.
    List<Turn> turns(Instant from);

    /// The latest changes of verdict of one standing, newest first.
    List<Turn> turns(String control, String subject, String vantage, int atMost);

    /// Forgets everything, to be made again from the ledger.
    void clear();

    /// What one assessment said.
    ///
    /// @param verdict     in the words of the module that judges, or `RETIRED` for a subject that left
    /// @param detail      its deviations or reason, in whatever form that module gives it
    /// @param node        whose log holds it
    /// @param ledgerIndex where
    record Observation(
            String control,
            String subject,
            String vantage,
            String verdict,
            Instant at,
            SecretBytes detail,
            String node,
            long ledgerIndex) {}

    /// @param since when its verdict became what it is
    record Standing(Observation newest, Instant since) {}

    /// A verdict that differs from the one before.
    ///
    /// @param subject of a subject that is known no more, empty
    record Turn(String control, String subject, String vantage, String verdict, Instant at) {}
}
