package io.redoubt.assembly;

import io.redoubt.policy.Address;
import io.redoubt.policy.Choice;
import io.redoubt.policy.HostName;
import io.redoubt.policy.Key;
import io.redoubt.policy.Parsed;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.Texts;
import io.redoubt.policy.Type;
import io.redoubt.policy.Urls;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where checkpoints of the ledger are kept elsewhere.
public sealed interface WitnessTarget {

    /// A file that they are appended to, best on another machine's disk.
    record File(String path) implements WitnessTarget {}

    /// An address below which each stream has one of its own.
    record Http(URI url) implements WitnessTarget {}

    /// A syslog server.
    ///
    /// @param host an address in brackets where it is one of IPv6
    record Syslog(String host, int port) implements WitnessTarget {

        private static final Pattern FORM = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:]+):([1-9][0-9]{0,4})");

        static Parsed<Syslog> parse(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches() || Integer.parseInt(parts.group(2)) > 65_535 || !isHost(parts.group(1))) {
                return Parsed.wrong("is not a host with a port", "use one such as logs.example.com:601");
            }
            return Parsed.value(new Syslog(parts.group(1), Integer.parseInt(parts.group(2))));
        }

        private static boolean isHost(String text) {
            String host = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
            return Address.parse(host) instanceof Parsed.Value<Address>
                    || HostName.parse(host) instanceof Parsed.Value<HostName>;
        }
    }

    Type<WitnessTarget> TYPE = Choice.<WitnessTarget>of("a witness")
            .form("file", Keys.OF_FILE)
            .form("url", Keys.OF_URL)
            .form("syslog", Keys.OF_SYSLOG);

    /// The keys of a witness.
    final class Keys {
        private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");

        private static final Key<String> FILE = Key.required(
                "file",
                Texts.PATH.where(
                        path -> path.startsWith("/"), "is a relative path", "write the whole path, such as /mnt/notes"),
                "a file on another machine's disk, such as an append-only mount; checkpoints are appended to it");
        private static final Key<URI> URL = Key.required(
                "url",
                Urls.of("an https URL", "https://witness.example.com/redoubt", "https", "http")
                        .where(
                                url -> url.getRawQuery() == null,
                                "has a query",
                                "write scheme, host and path only, such as https://witness.example.com/redoubt")
                        .where(
                                url -> url.getScheme().equals("https") || THIS_MACHINE.contains(url.getHost()),
                                "is not encrypted, and leads to another machine",
                                "use https"),
                "each stream's newest checkpoint is PUT to `URL/ORIGIN`, and read back from there; `http` on this machine only");
        private static final Key<Syslog> SYSLOG = Key.required(
                "syslog",
                ScalarType.of("a host with a port", "logs.example.com:601", Syslog::parse),
                "a server that takes RFC 5424 over TCP; it can't be asked, so it is for `ledger verify --against` only");

        static final Shape<File> OF_FILE = Shape.of("a witness", List.of(FILE), v -> new File(v.get(FILE)));
        static final Shape<Http> OF_URL = Shape.of("a witness", List.of(URL), v -> new Http(v.get(URL)));
        static final Shape<Syslog> OF_SYSLOG = Shape.of("a witness", List.of(SYSLOG), values -> values.get(SYSLOG));

        private Keys() {}
    }
}
