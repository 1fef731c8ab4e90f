package io.redoubt.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;

/// The files that pages link to. Each is named by its digest, so that it may be kept for ever.
final class Assets {

    private static final int SHORT = 16;

    private final Map<String, Asset> byPath = new LinkedHashMap<>();
    private final Map<String, String> paths = new LinkedHashMap<>();

    /// One file.
    record Asset(MediaType type, ByteArrayResource content) {}

    Assets() {
        add("console.css", new MediaType("text", "css", StandardCharsets.UTF_8));
        add("icon.svg", new MediaType("image", "svg+xml"));
    }

    private void add(String name, MediaType type) {
        try (InputStream file = Assets.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("no " + name);
            }
            byte[] bytes = file.readAllBytes();
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, SHORT);
            String path = "/assets/" + digest + "/" + name;
            byPath.put(path, new Asset(type, new ByteArrayResource(bytes)));
            paths.put(name, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String path(String name) {
        return Optional.ofNullable(paths.get(name)).orElseThrow();
    }

    Optional<Asset> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }
}
