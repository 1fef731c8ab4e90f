package io.redoubt.wire;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Good input made bad in small ways.
final class Mutation {

    private Mutation() {}

    static byte[] of(byte[] good, RandomGenerator random) {
        byte[] bad = good.clone();
        for (int change = random.nextInt(1, 5); change > 0 && bad.length > 1; change--) {
            int at = random.nextInt(random.nextBoolean() ? Math.min(bad.length, 100) : bad.length);
            bad = switch (random.nextInt(6)) {
                case 0 -> with(bad, at, (byte) random.nextInt());
                case 1 -> with(bad, at, (byte) (bad[at] ^ 1 << random.nextInt(8)));
                case 2 -> with(bad, at, (byte) (random.nextBoolean() ? 0 : 0xff));
                case 3 -> Arrays.copyOf(bad, at + 1);
                case 4 -> without(bad, at, Math.min(bad.length, at + random.nextInt(1, 9)));
                default -> twice(bad, at, Math.min(bad.length, at + random.nextInt(1, 64)));
            };
        }
        return bad;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] without(byte[] bytes, int from, int to) {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, shorter, from, bytes.length - to);
        return shorter;
    }

    private static byte[] twice(byte[] bytes, int from, int to) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + (to - from));
        System.arraycopy(bytes, from, longer, to, bytes.length - from);
        return longer;
    }
}
