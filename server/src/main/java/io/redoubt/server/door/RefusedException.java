package io.redoubt.server.door;

/// Ends the handling of a request.
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.title());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
