package io.redoubt.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All controls there are, in the order of the tables that they come from.
public final class Catalogue {

    private final Map<ControlId, Control<?>> controls = new LinkedHashMap<>();

    /// @throws IllegalStateException when two controls have one id
    public Catalogue(List<? extends List<? extends Control<?>>> tables) {
        for (List<? extends Control<?>> table : tables) {
            for (Control<?> control : table) {
                ControlId id = control.row().id();
                Control<?> other = controls.putIfAbsent(id, control);
                if (other != null) {
                    throw new IllegalStateException("two controls are " + id + ": "
                            + other.getClass().getName() + " and "
                            + control.getClass().getName());
                }
            }
        }
    }

    public List<Control<?>> controls() {
        return List.copyOf(controls.values());
    }

    public Optional<Control<?>> find(ControlId id) {
        return Optional.ofNullable(controls.get(id));
    }

    /// The controls of these sections, in order.
    public List<Control<?>> only(Set<String> sections) {
        List<Control<?>> some = new ArrayList<>();
        controls.forEach((id, control) -> {
            if (sections.contains(id.section())) {
                some.add(control);
            }
        });
        return some;
    }
}
