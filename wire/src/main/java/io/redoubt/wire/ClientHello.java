package io.redoubt.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// A ClientHello that offers exactly one version (RFC 8446, section 4.1.2; RFC 5246, 7.4.1.2; RFC 6101, 5.6.1.2).
///
/// Its random values come from no secure source: the handshake ends before anything depends on them.
///
/// @param groups     none: no supported_groups extension
/// @param serverName none where the peer is known by an address
record ClientHello(
        TlsVersion version,
        List<CipherSuite> suites,
        List<Group> groups,
        Shares shares,
        Stapling stapling,
        Optional<String> serverName) {

    /// Keys for TLS 1.3 to agree on.
    enum Shares {
        /// The server must name a group in a HelloRetryRequest.
        NONE,
        /// For x25519 and secp256r1, where they are among the groups.
        COMMON
    }

    /// Whether an OCSP response is asked for (RFC 6066, section 8).
    enum Stapling {
        NOT_ASKED,
        ASKED
    }

    private static final int RENEGOTIATION_SIGNAL = 0x00ff;

    /// Some load balancers never answer a ClientHello of 256 to 511 bytes (RFC 7685).
    private static final int PADDING_FROM = 256;

    private static final int PADDING_TO = 512;

    private static final byte[] SIGNATURE_SCHEMES = signatureSchemes();

    /// The curve's base point. Any point will do: the handshake is never finished.
    private static final byte[] SECP256R1_POINT = HexFormat.of()
            .parseHex("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                    + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");

    ClientHello {
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
    }

    /// All records of it, as they go on the wire.
    byte[] encode() {
        byte[] body = body(new byte[0]);
        int size = body.length + 4;
        if (hasExtensions() && size >= PADDING_FROM && size < PADDING_TO) {
            body = body(new Sink()
                    .extension(Extension.PADDING, new byte[Math.max(0, PADDING_TO - size - 4)])
                    .toBytes());
        }
        byte[] handshake = new Sink()
                .u8(HandshakeType.CLIENT_HELLO)
                .u24(body.length)
                .raw(body)
                .toBytes();
        return new Sink()
                .u8(ContentType.HANDSHAKE)
                .u16(version == TlsVersion.SSL_3 ? 0x0300 : 0x0301)
                .vector16(handshake)
                .toBytes();
    }

    private byte[] body(byte[] padding) {
        Sink body = new Sink()
                .u16(Math.min(version.code(), TlsVersion.TLS_1_2.code()))
                .raw(random(32))
                .vector8(version == TlsVersion.TLS_1_3 ? random(32) : new byte[0])
                .vector16(suiteCodes())
                .vector8(new byte[] {0});
        if (hasExtensions()) {
            body.vector16(new Sink().raw(extensions()).raw(padding).toBytes());
        }
        return body.toBytes();
    }

    /// SSLv3 knows none.
    private boolean hasExtensions() {
        return version != TlsVersion.SSL_3;
    }

    private byte[] suiteCodes() {
        Sink codes = new Sink();
        suites.forEach(suite -> codes.u16(suite.code()));
        if (version != TlsVersion.TLS_1_3) {
            codes.u16(RENEGOTIATION_SIGNAL);
        }
        return codes.toBytes();
    }

    private byte[] extensions() {
        Sink extensions = new Sink();
        serverName.ifPresent(name -> extensions.extension(Extension.SERVER_NAME, serverNameList(name)));
        if (!groups.isEmpty()) {
            extensions.extension(
                    Extension.SUPPORTED_GROUPS,
                    codes16(groups.stream().map(Group::code).toList()));
        }
        if (stapling == Stapling.ASKED) {
            extensions.extension(Extension.STATUS_REQUEST, new byte[] {1, 0, 0, 0, 0});
        }
        if (version.atLeast(TlsVersion.TLS_1_2)) {
            extensions.extension(Extension.SIGNATURE_ALGORITHMS, SIGNATURE_SCHEMES);
        }
        if (version == TlsVersion.TLS_1_3) {
            extensions.extension(
                    Extension.SUPPORTED_VERSIONS,
                    new Sink().u8(2).u16(version.code()).toBytes());
            extensions.extension(Extension.PSK_KEY_EXCHANGE_MODES, new byte[] {1, 1});
            extensions.extension(
                    Extension.KEY_SHARE, new Sink().vector16(keyShares()).toBytes());
        } else {
            extensions.extension(Extension.EC_POINT_FORMATS, new byte[] {1, 0});
            extensions.extension(Extension.EXTENDED_MASTER_SECRET, new byte[0]);
        }
        return extensions.toBytes();
    }

    private byte[] keyShares() {
        Sink entries = new Sink();
        if (shares == Shares.COMMON) {
            for (Group group : groups) {
                switch (group.code()) {
                    case GroupRegistry.X25519 -> entries.u16(group.code()).vector16(random(32));
                    case GroupRegistry.SECP256R1 -> entries.u16(group.code()).vector16(SECP256R1_POINT);
                    default -> {
                        // Named only: a server that wants it asks for a share.
                    }
                }
            }
        }
        return entries.toBytes();
    }

    private static byte[] serverNameList(String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        return new Sink().vector16(new Sink().u8(0).vector16(ascii).toBytes()).toBytes();
    }

    private static byte[] codes16(Collection<Integer> codes) {
        Sink list = new Sink();
        codes.forEach(list::u16);
        return new Sink().vector16(list.toBytes()).toBytes();
    }

    /// All of the registry that a server may want, weak ones too, so that no suite fails for want of a signature.
    private static byte[] signatureSchemes() {
        return codes16(List.of(
                0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x081a, 0x081b, 0x081c, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a,
                0x080b, 0x0401, 0x0501, 0x0601, 0x0904, 0x0905, 0x0906, 0x0708, 0x0402, 0x0502, 0x0602, 0x0303, 0x0301,
                0x0302, 0x0203, 0x0201, 0x0202, 0x0101));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }
}
