package io.redoubt.store;

import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// The keys by which nodes sign the checkpoints of their ledgers. None is ever changed or forgotten: what it signed has
/// to be checked for as long as the ledger is kept.
public interface LedgerKeys {

    /// @throws StoreException.Conflict when the node has a key of that number
    void add(LedgerKey key);

    /// Those of one node, newest first.
    List<LedgerKey> of(String node);

    /// The nodes that have one, ordered.
    List<String> nodes();

    /// All, ordered by node and number.
    List<LedgerKey> all();

    /// An Ed25519 key pair (RFC 8032).
    ///
    /// @param number    from 1
    /// @param publicKey 32 bytes in base64
    /// @param seed      the private key, 32 bytes
    record LedgerKey(String node, int number, Instant createdAt, String publicKey, SecretBytes seed) {

        private static final int LENGTH = 32;

        public LedgerKey {
            if (number < 1 || seed.length() != LENGTH || Base64.getDecoder().decode(publicKey).length != LENGTH) {
                throw new IllegalArgumentException("a ledger key has a number from 1 and twice 32 bytes");
            }
        }
    }
}
