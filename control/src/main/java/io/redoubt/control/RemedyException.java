package io.redoubt.control;

/// A remedy did not come about.
public final class RemedyException extends Exception {

    private static final long serialVersionUID = 1L;

    /// Whether it may have touched the world.
    public enum Touched {
        NOTHING,
        PERHAPS
    }

    private final Touched touched;

    /// @param why one line, nothing secret
    public RemedyException(Touched touched, String why) {
        super(why);
        this.touched = touched;
    }

    public static RemedyException because(String why) {
        return new RemedyException(Touched.PERHAPS, why);
    }

    public Touched touched() {
        return touched;
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
