package io.redoubt.edge.message;

import io.netty.util.AsciiString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The field lines of a message in their order, names in any case. Belongs to one event loop.
public final class Fields {

    private AsciiString[] names = new AsciiString[16];
    private AsciiString[] values = new AsciiString[16];
    private FieldName[] known = new FieldName[16];
    private ConnectionOptions options = ConnectionOptions.NONE;
    private int size;

    /// @throws RefusedException where `Connection` has too many options
    public void add(FieldName field, AsciiString name, AsciiString value) throws RefusedException {
        if (field == FieldName.CONNECTION) {
            options = options.and(value);
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            known = Arrays.copyOf(known, 2 * size);
        }
        names[size] = name;
        values[size] = value;
        known[size++] = field;
    }

    public int size() {
        return size;
    }

    public AsciiString name(int index) {
        return names[index];
    }

    public AsciiString value(int index) {
        return values[index];
    }

    public FieldName known(int index) {
        return known[index];
    }

    /// What all `Connection` fields name.
    ConnectionOptions options() {
        return options;
    }

    /// The first of that name.
    public @Nullable AsciiString first(FieldName field) {
        int index = index(field, 0);
        return index < 0 ? null : values[index];
    }

    public boolean has(FieldName field) {
        return index(field, 0) >= 0;
    }

    public int count(FieldName field) {
        int count = 0;
        for (int i = index(field, 0); i >= 0; i = index(field, i + 1)) {
            count++;
        }
        return count;
    }

    /// All of that name, joined.
    public @Nullable String joined(FieldName field, String separator) {
        StringBuilder all = null;
        for (int i = index(field, 0); i >= 0; i = index(field, i + 1)) {
            if (all == null) {
                all = new StringBuilder();
            } else {
                all.append(separator);
            }
            all.append(values[i]);
        }
        return all == null ? null : all.toString();
    }

    private int index(FieldName field, int from) {
        for (int i = from; i < size; i++) {
            if (known[i] == field) {
                return i;
            }
        }
        return -1;
    }
}
