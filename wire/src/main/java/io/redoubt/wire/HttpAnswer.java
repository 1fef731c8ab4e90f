package io.redoubt.wire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The head of an HTTP/1.1 response, and as much of its body as was asked for.
///
/// @param headers in the order in which they came, names in lower case
public record HttpAnswer(int status, List<Header> headers, Bytes body) {

    /// @param name in lower case
    public record Header(String name, String value) {}

    public List<String> all(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return headers.stream()
                .filter(header -> header.name().equals(wanted))
                .map(Header::value)
                .toList();
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }
}
