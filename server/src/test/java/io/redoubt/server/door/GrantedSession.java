package io.redoubt.server.door;

/// A session that may change something, as accounts will grant it: nothing of this release does.
public final class GrantedSession {

    private GrantedSession() {}

    /// The `Cookie` header of a new one.
    public static String cookie(Sessions sessions) {
        return SessionCookie.NAME + "=" + sessions.open(Session.Rights.CHANGE).secret();
    }
}
