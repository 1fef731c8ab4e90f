package io.redoubt.cli.output;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which policy reality was held against.
///
/// @param file        as the operator named it
/// @param environment the overlay, or null
/// @param digest      of the policy as it applies, `sha256:…`
public record PolicyName(String file, @Nullable String environment, String digest) {

    public Optional<String> overlay() {
        return Optional.ofNullable(environment);
    }
}
