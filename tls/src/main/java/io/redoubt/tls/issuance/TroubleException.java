package io.redoubt.tls.issuance;

import org.jspecify.annotations.Nullable;

/// A try to get a certificate failed.
public final class TroubleException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Trouble trouble;

    public TroubleException(Trouble trouble, @Nullable Throwable cause) {
        super(trouble.what(), cause);
        this.trouble = trouble;
    }

    public TroubleException(String what, String mend) {
        this(new Trouble(what, mend), null);
    }

    public Trouble trouble() {
        return trouble;
    }
}
