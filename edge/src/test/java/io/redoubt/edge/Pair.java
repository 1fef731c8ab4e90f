package io.redoubt.edge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A request and its response, made from a number: whoever has the number can say what should have arrived.
record Pair(
        int number,
        String method,
        String target,
        List<String> requestFields,
        long requestSeed,
        int requestLength,
        boolean requestChunked,
        int status,
        List<String> responseFields,
        int responseLength,
        Framing framing,
        Fault fault) {

    /// Where a response ends.
    enum Framing {
        LENGTH,
        CHUNKED,
        CLOSE
    }

    /// What the server does instead of answering well.
    enum Fault {
        NONE,
        /// Resets when it has read the request, the first time.
        RESET,
        /// Closes in the middle of the body.
        CUT,
        /// Ends its side in the middle of the body, and listens until the edge ends the other.
        HALF_CLOSED,
        /// Sends the response in many small pieces.
        PIECES,
        /// Sends the response in a few pieces, and pauses before each.
        SLOW;

        /// Whether the response never comes whole.
        boolean cuts() {
            return this == CUT || this == HALF_CLOSED;
        }
    }

    static final int LARGEST = 64 << 20;

    /// Four octets are one number of the generator.
    private static final int COMPARED = 4 << 10;

    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final List<Integer> STATUSES = List.of(200, 200, 200, 201, 204, 206, 302, 304, 404, 500, 503);
    private static final List<Framing> FRAMINGS = List.of(
            Framing.LENGTH,
            Framing.LENGTH,
            Framing.LENGTH,
            Framing.CHUNKED,
            Framing.CHUNKED,
            Framing.CHUNKED,
            Framing.CLOSE);
    private static final String SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,=:@";
    private static final String VISIBLE = SAFE + " \t\";/?#[]{}|\\^<>%`";

    static Pair of(int number) {
        Random random = new Random(0x5eed0000L + number);
        String method = METHODS.get(random.nextInt(METHODS.size()));
        boolean large = isLarge(number) || isLarge(number + 1);
        if (large) {
            method = "POST";
        }
        boolean body = method.startsWith("P");
        int length = body ? length(random, number) : 0;
        boolean chunked = body && random.nextBoolean();
        int status = STATUSES.get(random.nextInt(STATUSES.size()));
        if (large) {
            status = 200;
        }
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
        int answer = bodiless ? 0 : length(random, number + 1);
        int dice = random.nextInt(100);
        Fault fault = Fault.NONE;
        if (dice < 2) {
            fault = Fault.RESET;
        } else if (dice < 4 && answer > 10) {
            fault = random.nextBoolean() ? Fault.CUT : Fault.HALF_CLOSED;
        } else if (dice < 6) {
            fault = Fault.PIECES;
        } else if (dice < 8) {
            fault = Fault.SLOW;
        }
        if (large) {
            fault = Fault.NONE;
        }
        Framing framing = bodiless ? Framing.LENGTH : FRAMINGS.get(random.nextInt(FRAMINGS.size()));
        if (fault.cuts() && framing == Framing.CLOSE) {
            framing = Framing.CHUNKED;
        }
        return new Pair(
                number,
                method,
                target(random, number),
                fields(random, "x-request-"),
                random.nextLong(),
                length,
                chunked,
                status,
                fields(random, "x-response-"),
                answer,
                framing,
                fault);
    }

    private static boolean isLarge(int number) {
        return number % 10_000 == 0 && number > 0;
    }

    private static int length(Random random, int number) {
        if (isLarge(number)) {
            return LARGEST;
        }
        int dice = random.nextInt(1_000);
        if (dice < 300) {
            return 0;
        }
        if (dice < 990) {
            return random.nextInt(2_000);
        }
        return dice < 999 ? random.nextInt(200_000) : random.nextInt(2_000_000);
    }

    private static String target(Random random, int number) {
        StringBuilder target = new StringBuilder("/p").append(number);
        for (int i = random.nextInt(3); i > 0; i--) {
            target.append("/s").append(text(random, SAFE, 12));
        }
        if (random.nextBoolean()) {
            target.append('?').append(text(random, SAFE + "/?;", 30));
        }
        return target.toString();
    }

    private static List<String> fields(Random random, String prefix) {
        List<String> fields = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.add(prefix + random.nextInt(3));
            fields.add(text(random, VISIBLE, 60).strip());
        }
        return fields;
    }

    private static String text(Random random, String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    byte[] requestBody() {
        return bytes(requestSeed, requestLength);
    }

    byte[] responseBody() {
        return bytes(~requestSeed, responseLength);
    }

    boolean isRequestBody(byte[] body) {
        return body.length == requestLength && are(requestSeed, body);
    }

    boolean isResponseBody(byte[] body) {
        return body.length == responseLength && are(~requestSeed, body);
    }

    /// Piece by piece: a second body of that length need not be in memory.
    private static boolean are(long seed, byte[] bytes) {
        Random random = new Random(seed);
        byte[] piece = new byte[COMPARED];
        for (int at = 0; at < bytes.length; at += COMPARED) {
            int end = Math.min(at + COMPARED, bytes.length);
            random.nextBytes(piece);
            if (!Arrays.equals(bytes, at, end, piece, 0, end - at)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// The length of a chunk. A large body has no small ones: their framing would be longer than what they hold.
    int piece(int most) {
        return Math.max(1 + number % most, Math.max(requestLength, responseLength) / 10_000);
    }

    /// A lost connection may be tried again without asking (RFC 9110, 9.2.2).
    boolean repeatable() {
        return requestLength == 0
                && !requestChunked
                && !method.equals("POST")
                && !method.equals("PATCH")
                && !method.equals("PUT");
    }
}
