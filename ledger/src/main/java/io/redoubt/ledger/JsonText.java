package io.redoubt.ledger;

/// Reads JSON (RFC 8259) strictly: UTF-8, no key twice, at most 32 levels deep.
public final class JsonText {

    private JsonText() {}

    /// @throws IllegalArgumentException when the bytes are not JSON
    public static Json read(byte[] json) {
        return JsonReader.read(json);
    }
}
