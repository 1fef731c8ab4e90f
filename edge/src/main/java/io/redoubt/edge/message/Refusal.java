package io.redoubt.edge.message;

/// Why a request gets no answer of its server's. Each has one status and one name in log and metrics.
public enum Refusal {
    MALFORMED(400, Safety.NEVER_FORWARDED),
    AMBIGUOUS_FRAMING(400, Safety.NEVER_FORWARDED),
    AMBIGUOUS_PATH(400, Safety.NEVER_FORWARDED),
    AMBIGUOUS_HOST(400, Safety.NEVER_FORWARDED),
    UNKNOWN_CODING(501, Safety.NEVER_FORWARDED),
    METHOD(405, Safety.NEVER_FORWARDED),
    VERSION(505, Safety.NEVER_FORWARDED),
    EXPECTATION(417, Safety.NEVER_FORWARDED),
    TARGET_TOO_LONG(414, Safety.NEVER_FORWARDED),
    HEAD_TOO_LARGE(431, Safety.NEVER_FORWARDED),
    BODY_TOO_LARGE(413, Safety.NEVER_FORWARDED),
    SLOW_HEAD(408, Safety.NEVER_FORWARDED),
    SLOW_BODY(408, Safety.NEVER_FORWARDED),
    TOTAL_TIME(504, Safety.NEVER_FORWARDED),
    MISDIRECTED(421, Safety.NEVER_FORWARDED),
    NO_ROUTE(404, Safety.NEVER_FORWARDED),
    FLOOD(400, Safety.NEVER_FORWARDED),
    TOO_MANY_CONNECTIONS(503, Safety.NEVER_FORWARDED),
    HANDSHAKE(400, Safety.NEVER_FORWARDED),
    CLIENT_LOAD(429, Safety.NEVER_FORWARDED),

    ADDRESS_DENIED(403, Safety.BY_POLICY),
    CLIENT_CONNECTIONS(429, Safety.BY_POLICY),
    CLIENT_RATE(429, Safety.BY_POLICY),
    ROUTE_RATE(429, Safety.BY_POLICY),
    NOT_SIGNED_IN(401, Safety.BY_POLICY),
    NOT_PERMITTED(403, Safety.BY_POLICY),
    CORE_UNAVAILABLE(503, Safety.BY_POLICY),

    UPSTREAM_UNREACHABLE(502, Safety.NEVER_FORWARDED),
    UPSTREAM_BUSY(503, Safety.NEVER_FORWARDED),
    UPSTREAM_MALFORMED(502, Safety.NEVER_FORWARDED),
    UPSTREAM_BROKEN(502, Safety.NEVER_FORWARDED),
    UPSTREAM_SLOW(504, Safety.NEVER_FORWARDED),
    CLIENT_GONE(499, Safety.NEVER_FORWARDED);

    /// Whether the mode `verify` lets it through.
    public enum Safety {
        NEVER_FORWARDED,
        BY_POLICY
    }

    private final int status;
    private final Safety safety;
    private final String label;

    Refusal(int status, Safety safety) {
        this.status = status;
        this.safety = safety;
        this.label = name().toLowerCase(java.util.Locale.ROOT);
    }

    public int status() {
        return status;
    }

    public Safety safety() {
        return safety;
    }

    /// As log and metrics name it.
    public String label() {
        return label;
    }
}
