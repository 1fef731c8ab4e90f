package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsNoCloseNotifyException;

/// What a peer says, in the clear or out of TLS, buffered. Throws nothing but [NoAnswer].
final class PeerInput {

    private final InputStream input;
    private final Peer peer;
    private final byte[] buffer = new byte[8192];
    private int at;
    private int end;

    PeerInput(InputStream input, Peer peer) {
        this.input = input;
        this.peer = peer;
    }

    /// -1 at the end. Many servers leave TLS without a good-bye: that is an end too.
    int read() throws NoAnswer {
        if (at == end && !fill()) {
            return -1;
        }
        return buffer[at++] & 0xff;
    }

    /// At most `length` bytes; -1 at the end.
    int read(byte[] target, int offset, int length) throws NoAnswer {
        if (at == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, target, offset, count);
        at += count;
        return count;
    }

    byte[] take(int length) throws NoAnswer {
        byte[] taken = new byte[length];
        int filled = 0;
        while (filled < length) {
            int count = read(taken, filled, length - filled);
            if (count < 0) {
                throw NoAnswer.notTheProtocol(peer + " closed the connection in the middle of its answer");
            }
            filled += count;
        }
        return taken;
    }

    private boolean fill() throws NoAnswer {
        try {
            int count = input.read(buffer);
            at = 0;
            end = Math.max(0, count);
            return count > 0;
        } catch (NoAnswer e) {
            throw e;
        } catch (TlsNoCloseNotifyException _) {
            return false;
        } catch (TlsFatalAlertReceived e) {
            throw new NoAnswer(
                    Obstacle.CLOSED,
                    peer + " ended TLS with " + new FlightMessage.Alert(2, e.getAlertDescription()).text());
        } catch (IOException | RuntimeException e) {
            throw NoAnswer.notTheProtocol(peer + " broke TLS: " + Excerpt.of(String.valueOf(e.getMessage())));
        }
    }
}
