package io.redoubt.policy;

import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was read under the keys of one map.
public final class Values {

    private final IdentityHashMap<Key<?>, Object> values = new IdentityHashMap<>();

    Values() {}

    void put(Key<?> key, Object value) {
        values.put(key, value);
    }

    /// The value of a key that is required or has a default.
    public <T> T get(Key<T> key) {
        T value = orNull(key);
        if (value == null) {
            throw new IllegalStateException("no value under " + key.name());
        }
        return value;
    }

    public <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable(orNull(key));
    }

    /// Safe: only a key's own type ever puts a value under it.
    @SuppressWarnings("unchecked")
    public <T> @Nullable T orNull(Key<T> key) {
        return (T) values.get(key);
    }
}
