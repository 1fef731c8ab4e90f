package io.redoubt.wire;

import java.util.HexFormat;

/// Messages of the traces in RFC 8448, without their handshake headers.
final class Rfc8448 {

    /// Section 3.
    static final Bytes SERVER_HELLO = hex("""
            0303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e00330024001d0020c9828876
            112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304""");

    /// Section 5.
    static final Bytes HELLO_RETRY_REQUEST = hex("""
            0303cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c001301000084003300020017002c00740072
            71dcd04bb88bc3189119398a00000000eefafc76c146b823b096f8aacad365dd0030953f4edf625636e5f21bb2e23fcc654b1b5b
            40318d10d137abcbb87574e36e8a1f025f7dfa5d6e50781b5eda4aa15b0c8be778257d16aa3030e9e7841dd9e4c0342267e8ca0c
            af571fb2b7cff0f934b0002b00020304""");

    private Rfc8448() {}

    private static Bytes hex(String text) {
        return Bytes.copyOf(HexFormat.of().parseHex(text.replaceAll("\\s", "")));
    }

    /// As it goes on the wire.
    static byte[] record(Bytes serverHello) {
        byte[] message = new Sink()
                .u8(HandshakeType.SERVER_HELLO)
                .u24(serverHello.length())
                .raw(serverHello.toArray())
                .toBytes();
        return new Sink()
                .u8(ContentType.HANDSHAKE)
                .u16(0x0303)
                .vector16(message)
                .toBytes();
    }
}
