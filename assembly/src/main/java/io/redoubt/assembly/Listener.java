package io.redoubt.assembly;

/// A TCP port on which something on this machine listens.
///
/// @param everywhere whether it listens on an address that others can reach, and not on loopback only
public record Listener(int port, boolean everywhere) {}
