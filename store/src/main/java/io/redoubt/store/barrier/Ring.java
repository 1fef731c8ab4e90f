package io.redoubt.store.barrier;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The keys of a store, unwrapped: what one transaction seals and opens with. Immutable.
public final class Ring {

    private final Map<Integer, CellKey> data;
    private final @Nullable CellKey active;
    private final @Nullable PathIndex index;

    private Ring(Map<Integer, CellKey> data, @Nullable CellKey active, @Nullable PathIndex index) {
        this.data = data;
        this.active = active;
        this.index = index;
    }

    /// @param data at least one
    public static Ring of(List<CellKey> data, PathIndex index) {
        return new Ring(
                data.stream().collect(Collectors.toUnmodifiableMap(CellKey::id, Function.identity())),
                data.stream().max(Comparator.comparingInt(CellKey::id)).orElseThrow(),
                index);
    }

    /// For what only the root key opens.
    public static Ring empty() {
        return new Ring(Map.of(), null, null);
    }

    /// The key under which everything new is sealed: the one with the greatest id.
    public CellKey active() {
        return present(active);
    }

    public PathIndex index() {
        return present(index);
    }

    public Optional<CellKey> find(int id) {
        return Optional.ofNullable(data.get(id));
    }

    private static <T> T present(@Nullable T key) {
        if (key == null) {
            throw new IllegalStateException("the ring is empty");
        }
        return key;
    }
}
