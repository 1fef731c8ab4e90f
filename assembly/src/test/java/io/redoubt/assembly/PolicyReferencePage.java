package io.redoubt.assembly;

import io.redoubt.compliance.CompliancePolicy;
import io.redoubt.policy.Choice;
import io.redoubt.policy.Confidential;
import io.redoubt.policy.Key;
import io.redoubt.policy.ListType;
import io.redoubt.policy.MapType;
import io.redoubt.policy.ScalarType;
import io.redoubt.policy.Shape;
import io.redoubt.policy.TextFile;
import io.redoubt.policy.Type;

/// The reference part of `docs/policy.md`, from the shapes themselves.
final class PolicyReferencePage {

    static final String BEGIN = "<!-- From here on written by PolicyReferencePageTest, from the shapes. -->\n";

    private final StringBuilder page = new StringBuilder();

    private PolicyReferencePage() {}

    static String text() {
        PolicyReferencePage reference = new PolicyReferencePage();
        reference.heading("The head", "What every policy begins with.");
        for (Key<?> key : PolicyShape.SHAPE.keys()) {
            if (key.type() instanceof ScalarType<?>) {
                reference.row("", key);
            }
        }
        for (Key<?> key : PolicyShape.SHAPE.keys()) {
            if (!(key.type() instanceof ScalarType<?>)) {
                reference.section(key);
            }
        }
        return reference.page.toString();
    }

    private void heading(String title, String about) {
        page.append("\n## ")
                .append(title)
                .append("\n\n")
                .append(sentence(about))
                .append("\n\n");
        page.append("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
    }

    private void section(Key<?> key) {
        heading("`" + key.name() + "`", key.about());
        if (key.type() instanceof Shape<?> shape) {
            shape.keys().forEach(below -> row("", below));
        } else if (key.type().equals(CompliancePolicy.TYPE)) {
            page.append("| | list of a framework | every one | `soc2`, `iso27001`, `gdpr`, `hipaa`, `pci-dss` |\n");
        } else {
            below("", key.type());
        }
    }

    private void row(String path, Key<?> key) {
        String name = path.isEmpty() ? key.name() : path + "." + key.name();
        String otherwise =
                key.otherwise() == null ? (key.required() ? "required" : "none") : "`" + key.otherwise() + "`";
        page.append("| `%s` | %s | %s | %s |\n"
                .formatted(name, noun(key.type()), otherwise, sentence(key.about()))
                .replace("`{}`", "as below"));
        below(name, key.type());
    }

    private void below(String path, Type<?> type) {
        switch (type) {
            case Shape<?> shape -> shape.keys().forEach(key -> row(path, key));
            case ListType<?> list -> below(path + "[]", list.item());
            case MapType<?> map -> below(path + ".NAME", map.value());
            case Choice<?> choice -> choice.forms().values().forEach(shape -> below(path, shape));
            default -> {}
        }
    }

    private static String noun(Type<?> type) {
        return switch (type) {
            case ScalarType<?> scalar -> scalar.noun();
            case TextFile<?> _ -> "a path";
            case Confidential.Of confidential ->
                confidential.noun() + (confidential.literal() == null ? ", as a reference" : " or a reference");
            case ListType<?> list -> "list of " + noun(list.item()) + (list.single() ? ", or one" : "");
            case MapType<?> map -> "map of names to " + noun(map.value());
            case Choice<?> choice -> choice.noun();
            case Shape<?> shape -> shape.noun();
            default -> "a list";
        };
    }

    private static String sentence(String text) {
        return text.replace("|", "\\|");
    }
}
