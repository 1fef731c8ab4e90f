package io.redoubt.wire;

/// A cipher suite of the IANA registry, known or not.
///
/// @param code two bytes, as on the wire
/// @param name the registry's name (`TLS_AES_128_GCM_SHA256`), or `0xabcd` where it has none
public record CipherSuite(int code, String name) {}
