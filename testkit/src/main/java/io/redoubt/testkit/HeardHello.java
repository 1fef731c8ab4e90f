package io.redoubt.testkit;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A ClientHello, as far as a scripted server cares.
///
/// @param version   of the hello itself: 0x0303 for TLS 1.3 too
/// @param versions  of the supported_versions extension, else `version` alone
/// @param keyShares the groups that have one
/// @param length    of the whole record
public record HeardHello(
        int version,
        List<Integer> versions,
        List<Integer> suites,
        List<Integer> groups,
        List<Integer> keyShares,
        Optional<String> serverName,
        int length) {

    public HeardHello {
        versions = List.copyOf(versions);
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
        keyShares = List.copyOf(keyShares);
    }

    static HeardHello read(InputStream input) throws IOException {
        DataInputStream data = new DataInputStream(input);
        if (data.readUnsignedByte() != 22) {
            throw new EOFException("no handshake record");
        }
        data.readUnsignedShort();
        byte[] record = new byte[data.readUnsignedShort()];
        data.readFully(record);
        ByteBuffer hello = ByteBuffer.wrap(record);
        hello.position(4);
        int version = u16(hello);
        hello.position(hello.position() + 32);
        vector(hello, u8(hello));
        List<Integer> suites = codes(vector(hello, u16(hello)));
        vector(hello, u8(hello));
        List<Integer> versions = List.of(version);
        List<Integer> groups = List.of();
        List<Integer> keyShares = new ArrayList<>();
        Optional<String> serverName = Optional.empty();
        ByteBuffer extensions = hello.hasRemaining() ? vector(hello, u16(hello)) : ByteBuffer.allocate(0);
        while (extensions.hasRemaining()) {
            int type = u16(extensions);
            ByteBuffer content = vector(extensions, u16(extensions));
            switch (type) {
                case 0 -> serverName = Optional.of(name(content));
                case 10 -> groups = codes(vector(content, u16(content)));
                case 43 -> versions = codes(vector(content, u8(content)));
                case 51 -> {
                    ByteBuffer shares = vector(content, u16(content));
                    while (shares.hasRemaining()) {
                        keyShares.add(u16(shares));
                        vector(shares, u16(shares));
                    }
                }
                default -> {
                    // Nothing that a script would go by.
                }
            }
        }
        return new HeardHello(version, versions, suites, groups, keyShares, serverName, record.length + 5);
    }

    private static String name(ByteBuffer content) {
        ByteBuffer list = vector(content, u16(content));
        u8(list);
        ByteBuffer name = vector(list, u16(list));
        byte[] bytes = new byte[name.remaining()];
        name.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static List<Integer> codes(ByteBuffer vector) {
        List<Integer> codes = new ArrayList<>();
        while (vector.hasRemaining()) {
            codes.add(u16(vector));
        }
        return codes;
    }

    private static int u8(ByteBuffer buffer) {
        return buffer.get() & 0xff;
    }

    private static int u16(ByteBuffer buffer) {
        return buffer.getShort() & 0xffff;
    }

    private static ByteBuffer vector(ByteBuffer buffer, int length) {
        ByteBuffer vector = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return vector;
    }
}
