package io.redoubt.server.api;

import io.redoubt.assembly.Difference;
import io.redoubt.server.view.Revisions;
import io.redoubt.server.view.Times;
import io.redoubt.store.PolicyRevisions.Activation;
import io.redoubt.store.PolicyRevisions.NodeReport;
import io.redoubt.store.PolicyRevisions.Revision;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How revisions of the policy are written.
final class PolicyJson {

    private PolicyJson() {}

    static Map<String, @Nullable Object> all(Revisions.All all) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("active", all.active().map(PolicyJson::activation).orElse(null));
        json.put(
                "revisions",
                all.revisions().stream()
                        .map(revision -> revision(revision, all.isActive(revision)))
                        .toList());
        json.put("nodes", all.reports().stream().map(PolicyJson::node).toList());
        return json;
    }

    static Map<String, Object> activation(Activation activation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("digest", activation.digest());
        json.put("number", BigDecimal.valueOf(activation.number()));
        json.put("at", Times.rfc3339(activation.at()));
        return json;
    }

    static Map<String, Object> revision(Revision revision, boolean active) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("digest", revision.digest());
        json.put("createdAt", Times.rfc3339(revision.createdAt()));
        json.put("author", Revisions.text(revision.author()));
        json.put("active", active);
        return json;
    }

    private static Map<String, Object> node(NodeReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("node", report.node());
        json.put("digest", report.digest());
        json.put("at", Times.rfc3339(report.at()));
        return json;
    }

    static List<Map<String, @Nullable Object>> differences(List<Difference> differences) {
        return differences.stream().map(PolicyJson::difference).toList();
    }

    private static Map<String, @Nullable Object> difference(Difference difference) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("path", difference.path());
        json.put("before", text(difference.before()));
        json.put("after", text(difference.after()));
        json.put("direction", difference.direction().name().toLowerCase(Locale.ROOT));
        return json;
    }

    private static @Nullable String text(Difference.@Nullable Side side) {
        return Optional.ofNullable(side).map(Difference.Side::text).orElse(null);
    }
}
