package io.redoubt.assembly;

import java.util.List;
import java.util.stream.Stream;

/// The sections that a posture has, in the order of the guide.
public final class Sections {

    /// Those of the hardening guide.
    public static final List<String> NINE = List.of(
            "network",
            "secrets",
            "tls",
            "authentication",
            "authorization",
            "data",
            "scanning",
            "compliance",
            "incidents");

    /// What is about Redoubt itself and its machine, whatever a policy declares.
    public static final List<String> OWN = List.of("ledger", "policy", "host");

    private Sections() {}

    public static List<String> all() {
        return Stream.concat(NINE.stream(), OWN.stream()).toList();
    }
}
