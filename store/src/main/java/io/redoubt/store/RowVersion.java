package io.redoubt.store;

/// A row whose versions the ledger keeps, so that an older copy of it is noticed.
///
/// @param table   `secret`, `secret_value`, `key_ring`, `ledger_key`, `certificate`, `issuer_key`
/// @param row     its key, which tells no name
/// @param version rises by one with each change; 0 when the row was deleted
public record RowVersion(String table, String row, long version) {}
