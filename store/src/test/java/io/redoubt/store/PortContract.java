package io.redoubt.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What all engines have to do alike.
@ParameterizedClass
@EnumSource(Backend.class)
abstract class PortContract {

    static final Instant NOW = StoreUnderTest.NOW;

    @Parameter
    Backend backend;

    @TempDir
    Path directory;

    StoreUnderTest under;

    @BeforeEach
    void open() {
        under = backend.fresh(directory);
    }

    @AfterEach
    void close() {
        under.close();
        under.discard();
    }

    Store store() {
        return under.store;
    }

    <T> Optional<T> found(Work<Optional<T>> work) {
        return store().read(work);
    }

    <T> List<T> listed(Work<List<T>> work) {
        return store().read(work);
    }

    OptionalLong position(Work<OptionalLong> work) {
        return store().read(work);
    }

    String text(Work<String> work) {
        return store().read(work);
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static SecretBytes secret(String text) {
        return SecretBytes.ofUtf8(text);
    }
}
