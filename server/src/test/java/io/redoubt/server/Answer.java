package io.redoubt.server;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What came back over the wire.
///
/// @param headers by lower-case name
record Answer(int status, Map<String, List<String>> headers, String body) {

    String header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
