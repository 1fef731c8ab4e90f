package io.redoubt.assembly;

import io.redoubt.policy.ProblemException;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.StoreException;
import io.redoubt.tls.CertificateStanding;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// The running core: what the control plane works with. Thread-safe.
public interface Core {

    /// What is remembered; open as long as the core runs.
    Instance instance();

    /// What makes controls and remedies of a policy.
    Assembly assembly();

    /// The policy that is in force on this node now.
    Policy policy();

    /// Reads a policy as the file is read, without overlays.
    ///
    /// @throws ProblemException with every problem
    Policy read(String text);

    /// Makes a policy the active revision, and takes it up on this node.
    ///
    /// @param expected the number of the activation that was seen, 0 for none
    /// @param author   who does it: kept sealed
    /// @param actor    the same, as the ledger names it
    /// @throws StoreException.Conflict when another is in force than was seen
    Activation activate(Policy policy, long expected, String author, String actor);

    /// How the certificates stand that Redoubt looks after.
    List<CertificateStanding> certificates();

    InstantSource clock();

    SecureRandom random();
}
