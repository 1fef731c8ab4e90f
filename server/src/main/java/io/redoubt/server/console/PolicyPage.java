package io.redoubt.server.console;

import io.redoubt.server.view.Revisions;
import io.redoubt.store.PolicyRevisions.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The revisions of the policy, newest first.
///
/// @param active in words
public record PolicyPage(String active, List<Line> revisions, List<Node> nodes, boolean held, String heldDigest) {

    private static final int SHORT = 12;

    /// @param before the digest of the one stored before it, or null
    public record Line(
            String digest,
            String shown,
            When at,
            String author,
            boolean active,
            @Nullable String before) {}

    /// What a node says that it runs.
    public record Node(String name, String shown, When at, boolean behind) {}

    static String shown(String digest) {
        return "sha256:" + digest.substring(0, Math.min(SHORT, digest.length()));
    }

    /// @param digest of the policy in force on this node
    static PolicyPage of(Revisions.All all, String digest, Instant now) {
        List<Line> lines = new ArrayList<>();
        List<Revision> revisions = all.revisions();
        for (int i = 0; i < revisions.size(); i++) {
            Revision revision = revisions.get(i);
            lines.add(new Line(
                    revision.digest(),
                    shown(revision.digest()),
                    When.of(revision.createdAt(), now),
                    Revisions.text(revision.author()),
                    all.isActive(revision),
                    i + 1 < revisions.size() ? revisions.get(i + 1).digest() : null));
        }
        String active = all.active().map(one -> one.digest()).orElse("");
        return new PolicyPage(
                all.active()
                        .map(one -> "Revision %d is active since %s"
                                .formatted(one.number(), When.of(one.at(), now).shown()))
                        .orElse("No revision is active: redoubt policy activate"),
                lines,
                all.reports().stream()
                        .map(report -> new Node(
                                report.node(),
                                shown(report.digest()),
                                When.of(report.at(), now),
                                !report.digest().equals(active)))
                        .toList(),
                digest.equals(active),
                shown(digest));
    }
}
