package io.redoubt.data;

/// Where a database is reached. No password: none is needed to see whether one would be sent in the clear.
///
/// @param name     as the policy calls it
/// @param host     a DNS name, or an address without brackets
/// @param user     for whom the start-up message asks
/// @param database for which it asks
public record DatabaseTarget(String name, String host, int port, String user, String database) {}
