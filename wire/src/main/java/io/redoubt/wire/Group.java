package io.redoubt.wire;

/// What a key was agreed in: a named group of the IANA registry, or a finite field that the server chose itself.
///
/// @param code         two bytes, or -1 for a finite field without a name
/// @param name         `X25519MLKEM768`, `x25519`, `secp256r1`, `ffdhe2048`, `DH 1024 bits`
/// @param securityBits classical strength by NIST SP 800-57 part 1: 112 for a 2048-bit field, 128 for x25519
public record Group(int code, String name, Kind kind, int securityBits) {

    public enum Kind {
        HYBRID_POST_QUANTUM,
        ELLIPTIC_CURVE,
        FINITE_FIELD
    }
}
