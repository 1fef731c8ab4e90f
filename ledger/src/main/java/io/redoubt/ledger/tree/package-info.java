/// The Merkle tree of RFC 6962 and RFC 9162, and its hashes on disk. Hashes are 32 bytes.
@org.jspecify.annotations.NullMarked
package io.redoubt.ledger.tree;
