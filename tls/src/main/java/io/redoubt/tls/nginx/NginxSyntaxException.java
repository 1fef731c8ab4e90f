package io.redoubt.tls.nginx;

/// A configuration file is not what nginx takes, or more than is looked at here.
public final class NginxSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    NginxSyntaxException(String why) {
        super(why);
    }
}
