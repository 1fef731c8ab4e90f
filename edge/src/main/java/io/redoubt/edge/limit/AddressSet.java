package io.redoubt.edge.limit;

import io.redoubt.policy.Address;
import io.redoubt.policy.Cidr;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Many blocks of addresses, asked for quickly: one look-up for each length of prefix that there is.
public final class AddressSet {

    private final int[] v4;
    private final int[] v6;
    private final Map<Integer, Set<Address>> v4Blocks = new HashMap<>();
    private final Map<Integer, Set<Address>> v6Blocks = new HashMap<>();

    public AddressSet(List<Cidr> blocks) {
        for (Cidr block : blocks) {
            Map<Integer, Set<Address>> family = block.address().family() == Address.Family.V4 ? v4Blocks : v6Blocks;
            family.computeIfAbsent(block.prefix(), _ -> new HashSet<>()).add(block.address());
        }
        v4 = lengths(v4Blocks);
        v6 = lengths(v6Blocks);
    }

    public boolean contains(Address address) {
        boolean four = address.family() == Address.Family.V4;
        Map<Integer, Set<Address>> blocks = four ? v4Blocks : v6Blocks;
        for (int prefix : four ? v4 : v6) {
            Set<Address> first = blocks.get(prefix);
            if (first != null && first.contains(masked(address, prefix))) {
                return true;
            }
        }
        return false;
    }

    private static int[] lengths(Map<Integer, Set<Address>> blocks) {
        int[] lengths = blocks.keySet().stream().mapToInt(Integer::intValue).toArray();
        Arrays.sort(lengths);
        return lengths;
    }

    /// The block of that length which the address lies in.
    static Address masked(Address address, int prefix) {
        return switch (address.family()) {
            case V4 -> new Address(Address.Family.V4, 0, address.low() & mask(prefix + 32));
            case V6 ->
                new Address(
                        Address.Family.V6,
                        address.high() & mask(prefix),
                        address.low() & mask(Math.max(0, prefix - 64)));
        };
    }

    private static long mask(int bits) {
        if (bits == 0) {
            return 0;
        }
        return bits >= 64 ? -1L : -1L << (64 - bits);
    }
}
