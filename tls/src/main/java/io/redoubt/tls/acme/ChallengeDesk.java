package io.redoubt.tls.acme;

import io.redoubt.tls.issuance.TroubleException;

/// Where answers are laid out before an authority is told to ask.
public interface ChallengeDesk {

    /// Takes an answer away again. It never fails: what is left ends by itself.
    @FunctionalInterface
    interface Laid {
        void clear() throws InterruptedException;
    }

    /// Returns when every node answers so.
    ///
    /// @param token what is asked for
    /// @param value the key authorization
    Laid http(String token, String value) throws TroubleException, InterruptedException;

    /// @param digest of the key authorization, 32 bytes
    Laid alpn(String name, byte[] digest) throws TroubleException, InterruptedException;

    /// @param record the name of the TXT record, without a dot at its end
    Laid dns(String record, String value) throws TroubleException, InterruptedException;
}
