package io.redoubt.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A value that must not be seen. It does not show in `toString()`, and comparing two takes the same time wherever they
/// differ.
public final class Secret {

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /// The value itself: the one way out.
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    /// The same for all: a hash of a secret tells something of it.
    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
