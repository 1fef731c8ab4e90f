package io.redoubt.control;

/// Reality could not be looked at. The verdict is Unknown, never Pass.
public final class CannotLookException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String mend;

    /// @param why  what stood in the way, one line, nothing secret: `connection refused by 203.0.113.7:443`
    /// @param mend what would let Redoubt look, or empty
    public CannotLookException(String why, String mend) {
        super(why);
        this.mend = mend;
    }

    public String why() {
        return String.valueOf(getMessage());
    }

    public String mend() {
        return mend;
    }
}
