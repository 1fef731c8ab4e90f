package io.redoubt.policy;

import java.util.Map;

/// A block of addresses: `10.0.1.0/24`, `2001:db8::/32`; a single address is a block of one.
///
/// @param address the first address; the bits behind the prefix are zero
/// @param prefix  the number of leading bits that all its addresses share
public record Cidr(Address address, int prefix) {

    public static final ScalarType<Cidr> TYPE = new ScalarType<>(
            "an address or a block",
            "10.0.1.0/24",
            Cidr::parse,
            Map.of("type", "string", "pattern", "^[0-9a-fA-F:.]+(/[0-9]{1,3})?$"));

    public Cidr {
        if (prefix < 0
                || prefix > address.family().bits()
                || !masked(address, prefix).equals(address)) {
            throw new IllegalArgumentException(address + "/" + prefix + " is no block");
        }
    }

    public static Parsed<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        String base = slash < 0 ? text : text.substring(0, slash);
        return switch (Address.parse(base)) {
            case Parsed.Wrong<Address>(String what, String mend) ->
                what.equals("is not an IP address")
                        ? Parsed.wrong("is not an address or a block", "use one such as 10.0.1.0/24 or 2001:db8::/32")
                        : Parsed.wrong(what, mend);
            case Parsed.Value<Address>(Address address) ->
                slash < 0
                        ? Parsed.value(new Cidr(address, address.family().bits()))
                        : block(address, text.substring(slash + 1));
        };
    }

    private static Parsed<Cidr> block(Address address, String text) {
        int bits = address.family().bits();
        boolean number = Ascii.number(text, 3);
        if (!number || Integer.parseInt(text) > bits) {
            return Parsed.wrong("has no prefix length from 0 to " + bits, "use one such as " + address + "/" + bits);
        }
        int prefix = Integer.parseInt(text);
        Address first = masked(address, prefix);
        return first.equals(address)
                ? Parsed.value(new Cidr(address, prefix))
                : Parsed.wrong(
                        "has bits set behind its prefix",
                        "use %s/%d for the block or %s for the one".formatted(first, prefix, address));
    }

    public boolean contains(Address other) {
        // Asked for each pair of blocks of a policy, so that it makes no object.
        return switch (other.family()) {
            case V4 -> address.family() == Address.Family.V4 && ((other.low() ^ address.low()) & mask4(prefix)) == 0;
            case V6 ->
                address.family() == Address.Family.V6
                        && ((other.high() ^ address.high()) & mask(prefix)) == 0
                        && ((other.low() ^ address.low()) & mask(Math.max(0, prefix - 64))) == 0;
        };
    }

    public boolean overlaps(Cidr other) {
        return prefix <= other.prefix ? contains(other.address) : other.contains(address);
    }

    private static Address masked(Address address, int prefix) {
        if (address.family() == Address.Family.V4) {
            return new Address(Address.Family.V4, 0, address.low() & mask4(prefix));
        }
        return new Address(
                Address.Family.V6, address.high() & mask(prefix), address.low() & mask(Math.max(0, prefix - 64)));
    }

    private static long mask4(int bits) {
        return bits == 0 ? 0 : (0xffff_ffffL << (32 - bits)) & 0xffff_ffffL;
    }

    private static long mask(int bits) {
        if (bits == 0) {
            return 0;
        }
        return bits >= 64 ? -1L : -1L << (64 - bits);
    }

    @Override
    public String toString() {
        return prefix == address.family().bits() ? address.toString() : address + "/" + prefix;
    }
}
