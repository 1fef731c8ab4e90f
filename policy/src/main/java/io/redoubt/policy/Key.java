package io.redoubt.policy;

import org.jspecify.annotations.Nullable;

/// One key of a map whose keys are known.
///
/// @param otherwise the default, as YAML; null where there is none
/// @param required  whether leaving it out is a problem
/// @param about     what it means, in one line
public record Key<T>(String name, Type<T> type, @Nullable String otherwise, boolean required, String about) {

    /// A key that has to be written.
    public static <T> Key<T> required(String name, Type<T> type, String about) {
        return new Key<>(name, type, null, true, about);
    }

    /// A key that may be left out, and then nothing stands in its place.
    public static <T> Key<T> optional(String name, Type<T> type, String about) {
        return new Key<>(name, type, null, false, about);
    }

    /// A key that has a default.
    ///
    /// @param otherwise as an operator would write it
    public static <T> Key<T> of(String name, Type<T> type, String otherwise, String about) {
        return new Key<>(name, type, otherwise, false, about);
    }

    /// The default as a node, complete in itself.
    Node defaultNode() {
        String text = otherwise;
        if (text == null) {
            throw new IllegalStateException(name + " has no default");
        }
        boolean word = text.chars().allMatch(c -> c == '-' || Ascii.alphanumeric(c));
        return type.complete(word ? new Node.Scalar(text, false, Place.DEFAULT) : Yaml.builtIn(text));
    }
}
