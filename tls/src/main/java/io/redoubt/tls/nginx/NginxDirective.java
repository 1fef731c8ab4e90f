package io.redoubt.tls.nginx;

import java.util.List;

/// A directive of a file: its name, its values, and what stands in its block.
///
/// @param values    without quotes
/// @param valuesAt  where the first value begins, or the name ends where there is none
/// @param end       after its last value, before `;` or `{`
/// @param bodyStart after its `;` or `{`
/// @param block     empty where it has none
record NginxDirective(
        NginxFile file,
        String name,
        List<String> values,
        int start,
        int valuesAt,
        int end,
        int bodyStart,
        List<NginxDirective> block) {

    @Override
    public String toString() {
        return name + " in " + file.path();
    }
}
