package io.redoubt.edge;

import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Sizes;
import io.redoubt.policy.Texts;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Which requests go where.
///
/// @param path              begins with `/`; whole segments below it are meant too
/// @param to                the name of an upstream
/// @param bodyBytes         the longest body of a request, instead of that of the limits
/// @param requestsPerSecond for one client on this route, beside what the limits allow
public record Route(
        String host, String path, String to, Access access, OptionalLong bodyBytes, OptionalInt requestsPerSecond) {

    private static final Key<HostName> HOST = Key.required("host", HostName.TYPE, "the host that is asked for");
    private static final Key<String> PATH = Key.of(
            "path",
            ScalarType.of("a path", "/admin", Route::path),
            "/",
            "where the path begins; `/admin` means `/admin` and what is below it");
    private static final Key<String> TO = Key.required("to", Texts.NAME, "the name of an upstream");
    private static final Key<Access> ACCESS =
            Key.required("access", Access.TYPE, "`anyone`, `signed-in` or `{ permission: \"shop:view\" }`");

    private static final Key<Long> BODY =
            Key.optional("body-size", Sizes.TYPE, "of a request here, instead of `limits.body-size`");
    private static final Key<Integer> REQUESTS_PER_SECOND = Key.optional(
            "requests-per-second",
            Texts.number("a number of requests", 1, 1_000_000),
            "of one client here, beside `limits.requests-per-second`");

    static final Shape<Route> SHAPE = Shape.of(
            "a route",
            List.of(HOST, PATH, TO, ACCESS, BODY, REQUESTS_PER_SECOND),
            values -> new Route(
                    values.get(HOST).text(),
                    values.get(PATH),
                    values.get(TO),
                    values.get(ACCESS),
                    values.find(BODY).map(OptionalLong::of).orElse(OptionalLong.empty()),
                    values.find(REQUESTS_PER_SECOND).map(OptionalInt::of).orElse(OptionalInt.empty())));

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
