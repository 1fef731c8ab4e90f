package io.redoubt.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// What a scripted server does on one connection. The connection is closed when it returns.
@FunctionalInterface
public interface Script {

    void play(Socket socket) throws IOException;

    default Script then(Script next) {
        return socket -> {
            play(socket);
            next.play(socket);
        };
    }

    /// Reads once, at most 64 KiB, and forgets it.
    static Script hear() {
        return socket -> {
            int count = socket.getInputStream().read(new byte[65_536]);
            if (count < 0) {
                throw new IOException("the client said nothing");
            }
        };
    }

    /// Reads up to the blank line that ends the head of an HTTP request.
    static Script hearHttpHead() {
        return socket -> {
            int tail = 0;
            while (tail != 0x0d0a0d0a) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("the request ended early");
                }
                tail = tail << 8 | next;
            }
        };
    }

    static Script say(byte[] bytes) {
        byte[] copy = bytes.clone();
        return socket -> {
            socket.getOutputStream().write(copy);
            socket.getOutputStream().flush();
        };
    }

    /// Says what stands in ISO 8859-1, line ends as given.
    static Script say(String text) {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Says nothing until the client leaves.
    static Script silence() {
        return socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /// Ends the connection with a reset instead of a close.
    static Script reset() {
        return socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
        };
    }

    static Script byteByByte(byte[] bytes, Duration pause) {
        byte[] copy = bytes.clone();
        return socket -> {
            for (byte each : copy) {
                socket.getOutputStream().write(each);
                LockSupport.parkNanos(pause.toNanos());
            }
        };
    }

    /// Says the same over and over until the client leaves.
    static Script flood(byte[] unit) {
        byte[] block = new byte[Math.max(1, 16_384 / unit.length) * unit.length];
        for (int at = 0; at < block.length; at += unit.length) {
            System.arraycopy(unit, 0, block, at, unit.length);
        }
        return socket -> {
            while (!socket.isClosed()) {
                socket.getOutputStream().write(block);
            }
        };
    }

    /// An HTTP response with one header of `size` bytes.
    static Script hugeHeader(int size) {
        byte[] value = new byte[size];
        Arrays.fill(value, (byte) 'a');
        return hearHttpHead()
                .then(say("HTTP/1.1 200 OK\r\nX-Huge: "))
                .then(say(value))
                .then(say("\r\nContent-Length: 0\r\n\r\n"));
    }
}
