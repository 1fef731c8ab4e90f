package io.redoubt.edge.message;

/// The head of a server's response.
///
/// @param bodyLength bytes or one of [BodyLength]; what the message has, whatever its fields claim of another
/// @param reusable   whether the connection may serve another request
public record ResponseHead(int status, Fields fields, long bodyLength, boolean reusable) {

    public boolean interim() {
        return status < 200;
    }
}
