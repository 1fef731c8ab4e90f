package io.redoubt.wire;

import io.redoubt.wire.Answer.Obstacle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/// A TCP connection with an end in time and in size. An interrupt closes it.
///
/// All that its streams throw is [NoAnswer]. A write can't be given an end in time, so that all of them together have
/// to fit into the send buffer: then none ever waits for a peer that makes us answer and does not read.
final class Connection implements AutoCloseable {

    /// What one question may cost in bytes, unless it asks for more.
    static final int BYTE_LIMIT = 256 * 1024;

    private static final int WRITE_LIMIT = 64 * 1024;

    private final Peer peer;
    private final Deadline deadline;
    private final int byteLimit;
    private final AddressSlots slot;
    private final SocketChannel channel;
    private final Socket socket;
    private final Input input = new Input();
    private final Output output = new Output();
    private int bytesRead;
    private int bytesWritten;

    private Connection(Peer peer, Deadline deadline, int byteLimit, AddressSlots slot, SocketChannel channel) {
        this.peer = peer;
        this.deadline = deadline;
        this.byteLimit = byteLimit;
        this.slot = slot;
        this.channel = channel;
        this.socket = channel.socket();
    }

    static Connection open(Peer peer, Deadline deadline) throws NoAnswer, InterruptedException {
        return open(peer, deadline, BYTE_LIMIT);
    }

    /// @param deadline of this question; waiting for one of the slots of the address counts
    static Connection open(Peer peer, Deadline deadline, int byteLimit) throws NoAnswer, InterruptedException {
        AddressSlots slot = AddressSlots.acquire(peer.address().getAddress(), deadline);
        SocketChannel channel;
        try {
            channel = SocketChannel.open();
        } catch (IOException e) {
            slot.release();
            throw new NoAnswer(Obstacle.CANNOT_ASK, "no socket for " + peer + ": " + e.getMessage());
        }
        Connection connection = new Connection(peer, deadline, byteLimit, slot, channel);
        try {
            connection.connect();
        } catch (NoAnswer e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private void connect() throws NoAnswer {
        int millis = timeLeft("could not be asked: no time was left");
        try {
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(2 * WRITE_LIMIT);
            socket.connect(peer.address(), millis);
        } catch (SocketTimeoutException _) {
            throw new NoAnswer(Obstacle.TIMED_OUT, peer + " accepted no connection in time");
        } catch (NoRouteToHostException e) {
            throw new NoAnswer(Obstacle.UNREACHABLE, peer + ": " + e.getMessage());
        } catch (ConnectException e) {
            boolean refused =
                    String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
            throw refused
                    ? new NoAnswer(Obstacle.CONNECTION_REFUSED, peer + " refused the connection")
                    : new NoAnswer(Obstacle.UNREACHABLE, peer + ": " + e.getMessage());
        } catch (IOException e) {
            throw new NoAnswer(Obstacle.UNREACHABLE, peer + ": " + e.getMessage());
        }
    }

    Input input() {
        return input;
    }

    Output output() {
        return output;
    }

    private int timeLeft(String otherwise) throws NoAnswer {
        long millis = deadline.remainingMillis();
        if (millis <= 0) {
            throw new NoAnswer(Obstacle.TIMED_OUT, peer + " " + otherwise);
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private NoAnswer lost(IOException e) {
        return new NoAnswer(Obstacle.CLOSED, peer + " broke the connection: " + e.getMessage());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing was left to be said.
        } finally {
            slot.release();
        }
    }

    final class Input extends InputStream {

        private Input() {}

        @Override
        public int read() throws NoAnswer {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws NoAnswer {
            if (length == 0) {
                return 0;
            }
            if (bytesRead >= byteLimit) {
                throw NoAnswer.notTheProtocol(peer + " sent more than " + byteLimit + " bytes");
            }
            String otherwise = bytesRead == 0 ? "accepted the connection and said nothing" : "did not finish in time";
            try {
                socket.setSoTimeout(timeLeft(otherwise));
                int count = socket.getInputStream().read(target, offset, Math.min(length, byteLimit - bytesRead));
                bytesRead += Math.max(0, count);
                return count;
            } catch (NoAnswer e) {
                throw e;
            } catch (SocketTimeoutException _) {
                throw new NoAnswer(Obstacle.TIMED_OUT, peer + " " + otherwise);
            } catch (IOException e) {
                throw lost(e);
            }
        }
    }

    final class Output extends OutputStream {

        private Output() {}

        @Override
        public void write(byte[] source) throws NoAnswer {
            write(source, 0, source.length);
        }

        @Override
        public void write(int one) throws NoAnswer {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws NoAnswer {
            if (length > WRITE_LIMIT - bytesWritten) {
                throw new NoAnswer(Obstacle.CANNOT_ASK, peer + " made us say more than " + WRITE_LIMIT + " bytes");
            }
            bytesWritten += length;
            try {
                socket.getOutputStream().write(source, offset, length);
            } catch (IOException e) {
                throw lost(e);
            }
        }
    }
}
