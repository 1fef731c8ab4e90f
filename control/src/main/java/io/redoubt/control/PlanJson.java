package io.redoubt.control;

import io.redoubt.ledger.Json;
import io.redoubt.store.SecretBytes;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a plan is kept, and what its digest is over.
final class PlanJson {

    private PlanJson() {}

    static Json of(Plan plan) {
        return Json.of(Map.of(
                "remedy", Json.of(plan.remedy()),
                "mends", Json.of(plan.mends().stream().map(PlanJson::of).toList()),
                "target", Json.of(plan.target()),
                "summary", Json.of(plan.summary()),
                "diff", Json.of(plan.diff()),
                "radius", Json.texts(plan.radius()),
                "verifying", Json.of(plan.verifying()),
                "undoing", Json.of(plan.undoing()),
                "facts", facts(plan.facts()),
                "image", Json.of(Base64.getEncoder().encodeToString(plan.image().reveal()))));
    }

    static Plan read(Fields plan) {
        return new Plan(
                plan.text("remedy"),
                plan.items("mends").stream()
                        .map(item -> mended(Fields.of(item)))
                        .toList(),
                plan.text("target"),
                plan.text("summary"),
                plan.text("diff"),
                plan.texts("radius"),
                plan.text("verifying"),
                plan.text("undoing"),
                plan.map("facts"),
                SecretBytes.copyOf(Base64.getDecoder().decode(plan.text("image"))));
    }

    static Json facts(SortedMap<String, String> facts) {
        TreeMap<String, Json> members = new TreeMap<>();
        facts.forEach((name, value) -> members.put(name, Json.of(value)));
        return new Json.Obj(members);
    }

    private static Json of(Mended mended) {
        return Json.of(Map.of(
                "control", Json.of(mended.control().value()),
                "subject", Json.of(mended.subject().toString()),
                "mended", Json.texts(mended.mended()),
                "left", Json.texts(mended.left())));
    }

    private static Mended mended(Fields fields) {
        return new Mended(
                new ControlId(fields.text("control")),
                Subject.of(fields.text("subject")),
                fields.texts("mended"),
                fields.texts("left"));
    }
}
