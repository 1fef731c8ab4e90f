package io.redoubt.server.view;

import io.redoubt.assembly.Policy;
import io.redoubt.assembly.Scope;
import io.redoubt.assembly.Sections;
import io.redoubt.control.Posture;
import io.redoubt.control.Posture.Held;
import io.redoubt.control.Summary;
import io.redoubt.control.Turn;
import io.redoubt.control.WorstFirst;
import io.redoubt.ledger.Checkpoint;
import io.redoubt.store.PolicyRevisions.Activation;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How a service stands at one time.
///
/// @param service    with its environment
/// @param turned     lately, newest first
/// @param checkpoint of the evidence
public record Overview(
        String service,
        String node,
        Instant at,
        Policy policy,
        Optional<Activation> active,
        Scope scope,
        Posture posture,
        List<Turn> turned,
        Checkpoint checkpoint) {

    public Overview {
        turned = List.copyOf(turned);
    }

    public Summary summary() {
        return Summary.of(posture.assessments(), scope.notDeclared(), scope.notAssessedHere());
    }

    public List<Section> sections() {
        return Sections.all().stream().map(this::section).toList();
    }

    private Section section(String name) {
        List<Held> held = posture.held().stream()
                .filter(one -> one.assessment().row().id().section().equals(name))
                .toList();
        Summary summary = Summary.of(held.stream().map(Held::assessment).toList(), List.of(), List.of());
        if (held.isEmpty()) {
            return new Section(name, why(name), summary, Optional.empty());
        }
        SectionState state = SectionState.of(summary);
        Optional<Instant> since = held.stream()
                .filter(one -> SectionState.of(one.assessment().verdict().state()) == state)
                .map(Held::from)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        return new Section(name, state, summary, since);
    }

    private SectionState why(String section) {
        if (scope.notDeclared().contains(section)) {
            return SectionState.NOT_DECLARED;
        }
        return scope.notAssessedHere().stream().anyMatch(id -> id.section().equals(section))
                ? SectionState.NOT_ASSESSED_HERE
                : SectionState.NOTHING_TO_LOOK_AT;
    }

    /// What has to be told, the worst first.
    public List<Held> toMend() {
        return posture.held().stream()
                .filter(held ->
                        SectionState.of(held.assessment().verdict().state()).isBad())
                .sorted(Comparator.comparing(Held::assessment, WorstFirst.ORDER))
                .toList();
    }

    /// One section at a glance.
    ///
    /// @param since when its worst became what it is
    public record Section(String name, SectionState state, Summary summary, Optional<Instant> since) {}
}
