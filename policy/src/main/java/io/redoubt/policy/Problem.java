package io.redoubt.policy;

import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that an operator has to mend before Redoubt can go on. It is rendered only at the boundary: the command
/// line prints it, the API answers with it.
///
/// @param place where it stands, or null where it stands nowhere in a file
/// @param path  the key's path (`tls.minimum`), or empty
/// @param what  what is wrong, without a full stop; never holds a secret
/// @param mend  what to write or do instead, or empty where `what` says it
public record Problem(@Nullable Place place, String path, String what, String mend) {

    /// As they stand in the files; what stands in none comes first.
    public static final Comparator<Problem> BY_PLACE = Comparator.comparing(
                    (Problem problem) -> problem.place, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Problem::path)
            .thenComparing(Problem::what);

    public static Problem at(Place place, String path, String what, String mend) {
        return new Problem(place, path, what, mend);
    }

    public static Problem of(String what, String mend) {
        return new Problem(null, "", what, mend);
    }

    public Optional<Place> where() {
        return Optional.ofNullable(place);
    }

    /// One line: `redoubt.yaml:12:9 tls.minimum: '1.4' is not a TLS version; use 1.3`.
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        if (place != null) {
            line.append(place).append(' ');
        }
        if (!path.isEmpty()) {
            line.append(path).append(": ");
        }
        line.append(what);
        if (!mend.isEmpty()) {
            line.append("; ").append(mend);
        }
        return line.toString();
    }
}
