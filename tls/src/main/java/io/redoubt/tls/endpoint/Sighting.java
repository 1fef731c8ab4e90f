package io.redoubt.tls.endpoint;

import io.redoubt.control.Deviation;
import io.redoubt.control.Verdict;
import io.redoubt.control.Verdict.Fail;
import io.redoubt.control.Verdict.NotApplicable;
import io.redoubt.control.Verdict.Pass;
import io.redoubt.control.Verdict.Unknown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What was seen at every address of an endpoint.
///
/// @param seen    at least one
/// @param product what answers at the first of them
/// @param leftOut addresses that were not judged, each with the reason
public record Sighting<T>(List<At<T>> seen, Product product, List<String> leftOut) {

    /// @param address `203.0.113.7:443`
    public record At<T>(String address, T what) {}

    public Sighting {
        seen = List.copyOf(seen);
        leftOut = List.copyOf(leftOut);
    }

    /// Judges each address alone, and is then the worst of them: Fail, Unknown, Pass, NotApplicable. Addresses are
    /// named only where they differ.
    public Verdict judge(Function<? super T, ? extends Verdict> judge) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        seen.forEach(at -> verdicts.put(at.address(), judge.apply(at.what())));
        return noting(
                leftOut,
                verdicts.values().stream().distinct().count() == 1
                        ? verdicts.values().iterator().next()
                        : worst(verdicts));
    }

    private static Verdict worst(Map<String, Verdict> verdicts) {
        Map<Deviation, List<String>> deviations = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        List<String> others = new ArrayList<>();
        String mend = "";
        boolean passed = false;
        for (Map.Entry<String, Verdict> verdict : verdicts.entrySet()) {
            String address = verdict.getKey();
            switch (verdict.getValue()) {
                case Fail(List<Deviation> found) ->
                    found.forEach(each -> deviations
                            .computeIfAbsent(each, _ -> new ArrayList<>())
                            .add(address));
                case Unknown(String why, String toLook) -> {
                    unknown.add(address + ": " + why);
                    mend = mend.isEmpty() ? toLook : mend;
                }
                case Pass(String observed) -> {
                    passed = true;
                    others.add(address + ": " + observed);
                }
                case NotApplicable(String why) -> others.add(address + ": " + why);
            }
        }
        if (!deviations.isEmpty()) {
            List<Deviation> placed = new ArrayList<>();
            deviations.forEach((deviation, addresses) -> placed.add(
                    addresses.size() == verdicts.size()
                            ? deviation
                            : observing(
                                    deviation, "at " + String.join(" and ", addresses) + ": " + deviation.observed())));
            return noting(unknown, new Fail(placed));
        }
        if (!unknown.isEmpty()) {
            return new Unknown(String.join("; ", unknown), mend);
        }
        return passed ? new Pass(String.join("; ", others)) : new NotApplicable(String.join("; ", others));
    }

    private static Verdict noting(List<String> notes, Verdict verdict) {
        if (notes.isEmpty()) {
            return verdict;
        }
        String note = notes.stream().map(each -> "; " + each).collect(Collectors.joining());
        return switch (verdict) {
            case Fail(List<Deviation> deviations) ->
                new Fail(deviations.stream()
                        .map(each -> observing(each, each.observed() + note))
                        .toList());
            case Unknown(String why, String mend) -> new Unknown(why + note, mend);
            case Pass(String observed) -> new Pass(observed + note);
            case NotApplicable(String why) -> new NotApplicable(why + note);
        };
    }

    private static Deviation observing(Deviation deviation, String observed) {
        return new Deviation(
                deviation.severity(), deviation.summary(), deviation.expected(), observed, deviation.mend());
    }
}
