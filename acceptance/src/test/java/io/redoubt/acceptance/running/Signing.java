package io.redoubt.acceptance.running;

import io.redoubt.ledger.Ed25519Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/// A process that signs until it has loaded a library for that, and says which.
final class Signing {

    private Signing() {}

    /// With the key of RFC 8032, section 7.1, test 1.
    public static void main(String[] arguments) throws IOException {
        Ed25519Signer signer = Ed25519Signer.of(
                HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
                HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        List<String> libraries = List.of();
        while (libraries.isEmpty() && System.nanoTime() < end) {
            signer.sign(new byte[] {1});
            libraries = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .filter(line -> line.contains("libamazonCorrettoCryptoProvider"))
                    .toList();
        }
        System.out.println(libraries);
    }
}
