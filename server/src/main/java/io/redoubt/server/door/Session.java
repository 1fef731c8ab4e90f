package io.redoubt.server.door;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One browser that was let in.
///
/// @param id     as the ledger names it; no secret
/// @param csrf   what its forms carry: a secret
/// @param rights what it may do
public record Session(String id, Instant openedAt, String csrf, Rights rights) {

    static final String ATTRIBUTE = Session.class.getName();

    /// What a session may do. Accounts do not exist yet: who came by a link may read.
    public enum Rights {
        READ,
        CHANGE
    }

    /// Of a request that came through the door; null where the path asks for none.
    public static @Nullable Session of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Session session ? session : null;
    }

    @Override
    public String toString() {
        return "Session[" + id + "]";
    }
}
