package io.redoubt.ledger;

/// What a look at a part of a stream found.
///
/// @param audit    with findings only where the whole was audited
/// @param lookedAt how many entries were read
public record Patrol(Audit audit, long lookedAt) {}
