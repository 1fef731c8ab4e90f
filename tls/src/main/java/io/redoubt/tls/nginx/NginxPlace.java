package io.redoubt.tls.nginx;

/// Where nginx and its configuration are.
///
/// @param program       its command
/// @param configuration its main file, absolute
/// @param prefix        what `-p` gets, or empty
public record NginxPlace(String program, String configuration, String prefix) {}
