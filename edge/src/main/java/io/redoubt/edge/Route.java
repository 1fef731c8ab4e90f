package io.redoubt.edge;

import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import java.util.List;

/// Which requests go where.
///
/// @param path begins with `/`; whole segments below it are meant too
/// @param to   the name of an upstream
public record Route(String host, String path, String to, Access access) {

    private static final Key<HostName> HOST = Key.required("host", HostName.TYPE, "the host that is asked for");
    private static final Key<String> PATH = Key.of(
            "path",
            ScalarType.of("a path", "/admin", Route::path),
            "/",
            "where the path begins; `/admin` means `/admin` and what is below it");
    private static final Key<String> TO = Key.required("to", Texts.NAME, "the name of an upstream");
    private static final Key<Access> ACCESS =
            Key.required("access", Access.TYPE, "`anyone`, `signed-in` or `{ permission: \"shop:view\" }`");

    static final Shape<Route> SHAPE = Shape.of(
            "a route",
            List.of(HOST, PATH, TO, ACCESS),
            values -> new Route(values.get(HOST).text(), values.get(PATH), values.get(TO), values.get(ACCESS)));

    /// Only paths that every proxy and server reads alike.
    private static Parsed<String> path(String text) {
        if (!text.startsWith("/")) {
            return Parsed.wrong("does not begin with /", "write /" + (text.length() < 40 ? text : ""));
        }
        boolean plain = text.length() <= 1_024
                && text.chars().noneMatch(c -> c <= ' ' || c > '~' || "%?#\\;*".indexOf(c) >= 0)
                && !text.contains("//")
                && !(text + "/").contains("/./")
                && !(text + "/").contains("/../");
        return plain
                ? Parsed.value(text)
                : Parsed.wrong(
                        "is a path that proxies read differently", "use plain segments without %, ?, #, ;, * and dots");
    }
}
