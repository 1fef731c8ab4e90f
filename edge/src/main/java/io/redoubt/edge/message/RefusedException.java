package io.redoubt.edge.message;

/// A message that can't be understood in exactly one way. It bears no stack trace: hostile peers would make many.
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public RefusedException(Refusal refusal, String why) {
        super(why, null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }

    /// Never quotes the message itself.
    public String why() {
        return String.valueOf(getMessage());
    }
}
