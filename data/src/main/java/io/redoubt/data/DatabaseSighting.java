package io.redoubt.data;

import io.redoubt.wire.Answer;
import io.redoubt.wire.TlsVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How a database answers at each of its addresses.
///
/// @param seen at least one
public record DatabaseSighting(List<At> seen) {

    public DatabaseSighting {
        seen = List.copyOf(seen);
    }

    /// @param address    `10.0.3.5:5432`
    /// @param offersTls  to an SSLRequest
    /// @param plain      what follows a start-up message in the clear
    /// @param insideTls  what follows the same inside TLS
    /// @param versions   of TLS, each tried
    public record At(
            String address,
            Answer<String> offersTls,
            Answer<String> plain,
            Answer<String> insideTls,
            Map<TlsVersion, Answer<TlsVersion>> versions) {

        public At {
            versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        }
    }
}
