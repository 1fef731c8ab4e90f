package io.redoubt.edge.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a certificate is chosen by (RFC 8446, 4.1.2; 6066, 3; 7301).
///
/// @param serverName in small letters, or null where none is asked for
/// @param protocols  of ALPN, in the client's order
record ClientHello(@Nullable String serverName, List<String> protocols) {

    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    private static final int RANDOM = 34;
    private static final int LONGEST_NAME = 255;

    /// @param body without the handshake's header
    /// @throws IndexOutOfBoundsException where it is shorter than it says
    static ClientHello parse(ByteBuf body) {
        ByteBuf in = body.duplicate();
        in.skipBytes(RANDOM);
        in.skipBytes(in.readUnsignedByte());
        in.skipBytes(in.readUnsignedShort());
        in.skipBytes(in.readUnsignedByte());
        String name = null;
        List<String> protocols = new ArrayList<>();
        if (!in.isReadable()) {
            return new ClientHello(null, protocols);
        }
        ByteBuf extensions = in.readSlice(in.readUnsignedShort());
        while (extensions.isReadable()) {
            int type = extensions.readUnsignedShort();
            ByteBuf extension = extensions.readSlice(extensions.readUnsignedShort());
            if (type == SERVER_NAME) {
                name = serverName(extension);
            } else if (type == ALPN) {
                ByteBuf list = extension.readSlice(extension.readUnsignedShort());
                while (list.isReadable()) {
                    protocols.add(text(list.readSlice(list.readUnsignedByte())));
                }
            }
        }
        return new ClientHello(name, protocols);
    }

    private static @Nullable String serverName(ByteBuf extension) {
        ByteBuf list = extension.readSlice(extension.readUnsignedShort());
        while (list.isReadable()) {
            int type = list.readUnsignedByte();
            ByteBuf name = list.readSlice(list.readUnsignedShort());
            if (type == 0 && name.readableBytes() <= LONGEST_NAME) {
                return text(name).toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static String text(ByteBuf bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
