package io.redoubt.ledger.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hashes of RFC 9162, section 2.1.1. Not thread-safe.
public final class TreeHasher {

    public static final int LENGTH = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256;

    public TreeHasher() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    public byte[] leaf(byte[] content) {
        sha256.update(LEAF);
        return sha256.digest(content);
    }

    public byte[] node(byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }

    /// The root of a tree without leaves.
    public byte[] empty() {
        return sha256.digest();
    }
}
