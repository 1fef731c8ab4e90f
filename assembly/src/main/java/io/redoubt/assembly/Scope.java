package io.redoubt.assembly;

import io.redoubt.control.Catalogue;
import io.redoubt.control.Control;
import io.redoubt.control.ControlId;
import io.redoubt.control.Subject;
import io.redoubt.control.Waivers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What is held against reality: the controls of one policy, or those that a few addresses are measured by.
///
/// @param catalogue       every control that this release can assess for it
/// @param timeout         how long one subject may be looked at
/// @param notDeclared     sections of which the policy says nothing
/// @param notAssessedHere controls of declared sections that this release, or this place, can't assess
/// @param addresses       which addresses of a subject were looked at, with their ports
public record Scope(
        Catalogue catalogue,
        Waivers waivers,
        Duration timeout,
        List<String> notDeclared,
        List<ControlId> notAssessedHere,
        Function<Subject, List<String>> addresses) {

    public Scope {
        notDeclared = List.copyOf(notDeclared);
        notAssessedHere = List.copyOf(notAssessedHere);
    }

    public List<Control<?>> controls() {
        return catalogue.controls();
    }

    /// The same, of these sections alone.
    public Scope only(Set<String> sections) {
        return new Scope(
                new Catalogue(List.of(catalogue.only(sections))),
                waivers,
                timeout,
                notDeclared.stream().filter(sections::contains).toList(),
                notAssessedHere.stream()
                        .filter(id -> sections.contains(id.section()))
                        .toList(),
                addresses);
    }
}
