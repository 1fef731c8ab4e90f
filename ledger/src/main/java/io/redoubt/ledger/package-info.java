/// The ledger: append-only streams of events in a Merkle tree with signed checkpoints.
///
/// Begin at `Ledger`. The formats, what is guaranteed and what is not: `docs/ledger.md`.
@org.jspecify.annotations.NullMarked
package io.redoubt.ledger;
