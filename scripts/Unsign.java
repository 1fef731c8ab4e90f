import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Copies jars without their signatures, because the JVM archives no class of a signed jar (docs/decisions/0001).
/// `java Unsign.java DIRECTORY JAR...`; a jar that is not signed is copied as it is. Equal jars give equal copies, their times
/// too: an AOT cache holds for the size and the time of each jar.
class Unsign {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        for (String arg : List.of(args).subList(1, args.length)) {
            Path jar = Path.of(arg);
            Path copy = directory.resolve(jar.getFileName());
            if (isSigned(jar)) {
                writeUnsigned(jar, copy);
            } else {
                Files.copy(jar, copy);
            }
            Files.setLastModifiedTime(
                    copy, java.nio.file.attribute.FileTime.from(TIME.toInstant(java.time.ZoneOffset.UTC)));
        }
    }

    private static boolean isSigned(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            return file.stream().anyMatch(Unsign::isSignature);
        }
    }

    private static boolean isSignature(ZipEntry entry) {
        String name = entry.getName().toUpperCase(Locale.ROOT);
        return name.startsWith("META-INF/")
                && name.indexOf('/', "META-INF/".length()) < 0
                && (name.endsWith(".SF")
                        || name.endsWith(".RSA")
                        || name.endsWith(".DSA")
                        || name.endsWith(".EC")
                        || name.startsWith("META-INF/SIG-"));
    }

    private static void writeUnsigned(Path jar, Path copy) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false);
                OutputStream out = Files.newOutputStream(copy);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, JarFile.MANIFEST_NAME);
            withoutDigests(file.getManifest()).write(zip);
            List<? extends ZipEntry> rest = file.stream()
                    .filter(entry -> !entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME))
                    .filter(entry -> !isSignature(entry))
                    .sorted(Comparator.comparing(ZipEntry::getName))
                    .toList();
            for (ZipEntry entry : rest) {
                put(zip, entry.getName());
                try (InputStream in = file.getInputStream(entry)) {
                    in.transferTo(zip);
                }
            }
        }
    }

    /// Entries that held nothing but digests go whole.
    private static Manifest withoutDigests(Manifest signed) {
        Manifest manifest = new Manifest(signed);
        for (Attributes attributes : manifest.getEntries().values()) {
            attributes.keySet().removeIf(name -> name.toString().endsWith("-Digest"));
        }
        manifest.getEntries().values().removeIf(Attributes::isEmpty);
        return manifest;
    }

    private static void put(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
    }
}
