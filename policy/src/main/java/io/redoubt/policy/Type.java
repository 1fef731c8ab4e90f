package io.redoubt.policy;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What may stand at one place of a policy: how it is read, what is filled in where nothing is written, how an overlay
/// is laid over it, and how JSON Schema says it. All are told once, by the type.
///
/// Stateless, therefore thread-safe.
public interface Type<T> {

    /// The value; or null, and then the reader has been told of at least one problem.
    ///
    /// @param at a node that has been through [#complete(Node)]
    @Nullable
    T read(Origin at, Reader in);

    /// The node with the default of every key that is not written. What is wrong stays as it is.
    default Node complete(Node node) {
        return node;
    }

    /// The overlay's node laid over the one below: scalars and lists replace.
    default Node merge(Node below, Node above) {
        return above;
    }

    /// Whether a key without a value means its default: so for lists and maps; a scalar that is missing is a slip.
    default boolean emptyIsDefault() {
        return false;
    }

    /// What one could write, for a mend: `443/tcp`.
    String example();

    /// As JSON Schema 2020-12.
    Map<String, Object> schema();

    /// The same text, as another value.
    default <U> Type<U> map(Function<? super T, ? extends U> make) {
        Type<T> self = this;
        return new Type<>() {
            @Override
            public @Nullable U read(Origin at, Reader in) {
                T value = self.read(at, in);
                if (value == null) {
                    return null;
                }
                U made = make.apply(value);
                in.remember(made, at);
                return made;
            }

            @Override
            public Node complete(Node node) {
                return self.complete(node);
            }

            @Override
            public Node merge(Node below, Node above) {
                return self.merge(below, above);
            }

            @Override
            public boolean emptyIsDefault() {
                return self.emptyIsDefault();
            }

            @Override
            public String example() {
                return self.example();
            }

            @Override
            public Map<String, Object> schema() {
                return self.schema();
            }
        };
    }
}
