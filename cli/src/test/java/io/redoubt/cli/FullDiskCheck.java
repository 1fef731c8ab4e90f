package io.redoubt.cli;

import io.redoubt.cli.Operator.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A process that sees a small disk at `small`, has its data there, fills it, and checks.
final class FullDiskCheck {

    private FullDiskCheck() {}

    /// Arguments: the directory, and how many bytes are left free.
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        Path small = home.resolve("small");
        Path key = Files.writeString(home.resolve("site.key"), "a private key\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(home.resolve("redoubt.yaml"), """
                redoubt: 1
                service: shop
                tls:
                  certificates:
                    - { names: [shop.example.com], from: files, key: "%s" }
                """.formatted(key));
        Operator operator = new Operator(home);
        operator.redoubt("init", "--data", "small/shop");
        Path filler = small.resolve("filler");
        Files.write(
                filler,
                new byte[Math.toIntExact(Files.getFileStore(small).getUsableSpace() - Long.parseLong(arguments[1]))]);
        tell(operator.redoubt("check", "--only", "tls", "--data", "small/shop"));

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        tell(operator.redoubt("check", "--only", "tls", "--data", "small/shop"));
        Files.delete(filler);
        tell(operator.redoubt("check", "--only", "tls", "--data", "small/shop"));
    }

    private static void tell(Ran ran) {
        System.out.println(ran.status() + " " + ran.output().replace('\n', '|'));
    }
}
