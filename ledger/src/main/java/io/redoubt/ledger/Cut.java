package io.redoubt.ledger;

/// What stood behind the last checkpoint when a stream was opened, and was cut: written, never acknowledged.
///
/// @param entries how many whole entries
/// @param bytes   how many bytes that are not zero
public record Cut(long entries, long bytes) {}
