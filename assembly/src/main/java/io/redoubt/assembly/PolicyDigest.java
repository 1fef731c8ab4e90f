package io.redoubt.assembly;

import io.redoubt.policy.Json;
import io.redoubt.policy.Node;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A tree as one line of JSON with sorted keys, and its SHA-256.
final class PolicyDigest {

    private PolicyDigest() {}

    static String of(Node tree) {
        try {
            byte[] json = canonical(tree).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String canonical(Node node) {
        return Json.compact(value(node));
    }

    private static Object value(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar.text();
            case Node.Sequence sequence ->
                sequence.items().stream().map(PolicyDigest::value).toList();
            case Node.Mapping mapping -> sorted(mapping.entries());
        };
    }

    private static Map<String, Object> sorted(List<Node.Entry> entries) {
        Map<String, Object> sorted = new TreeMap<>();
        for (Node.Entry entry : entries) {
            sorted.put(entry.key(), value(entry.value()));
        }
        return sorted;
    }
}
