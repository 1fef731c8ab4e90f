package io.redoubt.tls.endpoint;

import io.redoubt.wire.Answer;
import io.redoubt.wire.Answer.Accepted;
import io.redoubt.wire.Answer.Refused;
import io.redoubt.wire.Answer.Undetermined;
import io.redoubt.wire.TlsVersion;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One answer for each version of the protocol, the newest first.
public record ByVersion<T>(SortedMap<TlsVersion, Answer<T>> answers) {

    public ByVersion {
        SortedMap<TlsVersion, Answer<T>> newestFirst = new TreeMap<>(Comparator.reverseOrder());
        newestFirst.putAll(answers);
        answers = Collections.unmodifiableSortedMap(newestFirst);
    }

    public static <T> ByVersion<T> of(Map<TlsVersion, Answer<T>> answers) {
        return new ByVersion<>(new TreeMap<>(answers));
    }

    /// What was agreed to, by version, the newest first.
    public Map<TlsVersion, T> accepted() {
        Map<TlsVersion, T> accepted = new LinkedHashMap<>();
        answers.forEach((version, answer) -> {
            if (answer instanceof Accepted<T>(T value)) {
                accepted.put(version, value);
            }
        });
        return accepted;
    }

    public List<TlsVersion> refused() {
        return answers.keySet().stream()
                .filter(version -> answers.get(version) instanceof Refused<T>)
                .toList();
    }

    /// `1.1 and 1.0 not known (no answer within 10 s)`, or empty where every answer tells.
    public String notKnown() {
        return reasons(Undetermined.class).entrySet().stream()
                .map(reason -> Phrase.and(reason.getValue()) + " not known (" + reason.getKey() + ")")
                .collect(Collectors.joining("; "));
    }

    /// Why nothing at all was agreed to.
    public String whyNothing() {
        Map<String, List<String>> silent = reasons(Undetermined.class);
        if (!silent.isEmpty()) {
            return String.join("; ", silent.keySet());
        }
        return "no version of TLS is accepted ("
                + String.join("; ", reasons(Refused.class).keySet()) + ")";
    }

    private Map<String, List<String>> reasons(@SuppressWarnings("rawtypes") Class<? extends Answer> kind) {
        return answers.entrySet().stream()
                .filter(entry -> kind.isInstance(entry.getValue()))
                .collect(Collectors.groupingBy(
                        entry -> reason(entry.getValue()),
                        LinkedHashMap::new,
                        Collectors.mapping(entry -> entry.getKey().text(), Collectors.toList())));
    }

    private static String reason(Answer<?> answer) {
        return switch (answer) {
            case Accepted<?> _ -> "";
            case Refused<?>(String how) -> how;
            case Undetermined<?>(Answer.Obstacle _, String why) -> why;
        };
    }
}
