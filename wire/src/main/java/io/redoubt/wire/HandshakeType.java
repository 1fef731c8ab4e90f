package io.redoubt.wire;

/// Handshake messages (RFC 8446, section 4; RFC 5246, section 7.4; RFC 6066, section 8).
final class HandshakeType {

    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int CERTIFICATE_REQUEST = 13;
    static final int SERVER_HELLO_DONE = 14;
    static final int CERTIFICATE_STATUS = 22;

    private HandshakeType() {}
}
