package io.redoubt.policy;

import java.io.IOException;
import java.util.Optional;

/// Where the values live that a policy only refers to.
public interface References {

    Optional<String> environment(String variable);

    /// The text of a file, at most 64 KiB, without its last line break.
    ///
    /// @param path as written in the policy; a relative one is beside the policy
    /// @throws IOException with a message for an operator: `no such file`
    String file(String path) throws IOException;

    /// A secret of the store; empty where there is none, or while the store is not open.
    default Optional<Secret> secret(String path) {
        return Optional.empty();
    }
}
