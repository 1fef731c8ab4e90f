package io.redoubt.assembly;

import io.redoubt.control.ControlId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The page of documentation that each control has; the same text as `docs/controls/ID.md`.
public final class ControlPages {

    private ControlPages() {}

    public static Optional<String> of(ControlId id) {
        try (InputStream page = ControlPages.class.getResourceAsStream("controls/" + id.value() + ".md")) {
            return page == null
                    ? Optional.empty()
                    : Optional.of(new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
