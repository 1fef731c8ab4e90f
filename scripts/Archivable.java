import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Copies jars so that the JVM can archive their classes, which it does with none of a signed jar and none without stack maps
/// (docs/decisions/0001): `java Archivable.java DIRECTORY JAR...`. Native libraries of other platforms than this one are left out:
/// no runtime beside these jars could load them. A jar that needs nothing is copied as it is. Equal jars give
/// equal copies, their times too: an AOT cache holds for the size and the time of each jar.
class Archivable {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
    /// A native library in directories of a system and a processor: `org/sqlite/native/Linux/x86_64/libsqlitejdbc.so`.
    private static final Pattern NATIVE = Pattern.compile(
            "(?:.*/)?(linux|linux-musl|linux-android|freebsd|mac|darwin|windows|win|aix)/([^/]+)/[^/]+\\.(?:so|dll|dylib|jnilib|a)",
            Pattern.CASE_INSENSITIVE);

    static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        for (String arg : List.of(args).subList(1, args.length)) {
            Path jar = Path.of(arg);
            Path copy = directory.resolve(jar.getFileName());
            try (JarFile file = new JarFile(jar.toFile(), false)) {
                if (needsChange(file)) {
                    write(file, copy);
                } else {
                    Files.copy(jar, copy);
                }
            }
            Files.setLastModifiedTime(copy, FileTime.from(TIME.toInstant(ZoneOffset.UTC)));
        }
    }

    private static boolean needsChange(JarFile file) throws IOException {
        for (JarEntry entry : Collections.list(file.entries())) {
            if (isSignature(entry) || isForeign(entry) || (isClass(entry) && isOld(read(file, entry)))) {
                return true;
            }
        }
        return false;
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

    private static boolean isForeign(ZipEntry entry) {
        Matcher library = NATIVE.matcher(entry.getName());
        return library.matches() && !(isThisSystem(library.group(1)) && isThisProcessor(library.group(2)));
    }

    private static boolean isThisSystem(String name) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return system.startsWith("mac")
                ? List.of("mac", "darwin").contains(name.toLowerCase(Locale.ROOT))
                : system.equals(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isThisProcessor(String name) {
        String processor = System.getProperty("os.arch");
        return name.equals(processor) || (processor.equals("amd64") && name.equals("x86_64"));
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class");
    }

    /// Before Java 6, class files had no stack maps (JVMS 4.10.2).
    private static boolean isOld(byte[] type) {
        return ((type[6] & 0xff) << 8 | (type[7] & 0xff)) < ClassFile.JAVA_6_VERSION;
    }

    private static byte[] read(JarFile file, ZipEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static void write(JarFile file, Path copy) throws IOException {
        ClassFile classes = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofResourceParsing(type -> resource(file, type))
                                .orElse(ClassHierarchyResolver.defaultResolver())));
        try (OutputStream out = Files.newOutputStream(copy);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            if (file.getManifest() != null) {
                put(zip, JarFile.MANIFEST_NAME);
                withoutDigests(file.getManifest()).write(zip);
            }
            List<? extends ZipEntry> rest = file.stream()
                    .filter(entry -> !entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME))
                    .filter(entry -> !isSignature(entry) && !isForeign(entry))
                    .sorted(Comparator.comparing(ZipEntry::getName))
                    .toList();
            for (ZipEntry entry : rest) {
                byte[] content = read(file, entry);
                put(zip, entry.getName());
                zip.write(isClass(entry) && isOld(content) ? withStackMaps(classes, content) : content);
            }
        }
    }

    private static InputStream resource(JarFile file, ClassDesc type) {
        String descriptor = type.descriptorString();
        ZipEntry entry = file.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : file.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] withStackMaps(ClassFile classes, byte[] old) {
        return classes.transformClass(
                classes.parse(old),
                ClassTransform.endHandler(type -> type.withVersion(ClassFile.JAVA_8_VERSION, 0))
                        .andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
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
