package io.redoubt.store;

/// One table that was copied and then read back.
///
/// @param sha256 of all its rows, the same in source and target
public record CopiedTable(String table, long rows, String sha256) {}
