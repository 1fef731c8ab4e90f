package io.redoubt.policy;

import java.util.function.Function;

/// What became of a text.
public sealed interface Parsed<T> {

    record Value<T>(T value) implements Parsed<T> {}

    /// @param what what the text is not, after its name: `is not a duration`; never quotes the text
    /// @param mend what to write instead; may quote the text
    record Wrong<T>(String what, String mend) implements Parsed<T> {}

    static <T> Parsed<T> value(T value) {
        return new Value<>(value);
    }

    static <T> Parsed<T> wrong(String what, String mend) {
        return new Wrong<>(what, mend);
    }

    default <U> Parsed<U> map(Function<? super T, ? extends U> make) {
        return switch (this) {
            case Value<T>(T value) -> value(make.apply(value));
            case Wrong<T>(String what, String mend) -> wrong(what, mend);
        };
    }

    /// The value.
    ///
    /// @throws IllegalArgumentException when there is none
    default T get() {
        return switch (this) {
            case Value<T>(T value) -> value;
            case Wrong<T>(String what, String mend) -> throw new IllegalArgumentException(what + "; " + mend);
        };
    }
}
