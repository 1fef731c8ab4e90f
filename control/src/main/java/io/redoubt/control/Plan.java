package io.redoubt.control;

import io.redoubt.ledger.Json;
import io.redoubt.store.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a remedy would do, before it does it. It says all that somebody has to know who approves it.
///
/// @param remedy      the name of the remedy that made it, and that carries it out
/// @param mends       what is better afterwards, at least one
/// @param target      what is changed, as a URI: no two changes hold one at a time
/// @param summary     what is done, in one line: goes into the ledger, so it quotes no content
/// @param diff        what is changed, for people; may quote content, and is sealed
/// @param radius      who else notices, one line each
/// @param verifying   how it is seen to work
/// @param undoing     how it is undone
/// @param facts       what the ledger keeps beside the summary: paths and digests, no content
/// @param image       the remedy's own: what it needs to do it and to undo it
public record Plan(
        String remedy,
        List<Mended> mends,
        String target,
        String summary,
        String diff,
        List<String> radius,
        String verifying,
        String undoing,
        SortedMap<String, String> facts,
        SecretBytes image) {

    public Plan {
        if (mends.isEmpty()) {
            throw new IllegalArgumentException("a plan that mends nothing");
        }
        if (summary.isEmpty() || summary.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a summary is one line");
        }
        mends = List.copyOf(mends);
        radius = List.copyOf(radius);
        facts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    }

    /// `sha256:` and 64 hexadecimal digits over all of it: who approves this digest approves this plan and no other.
    public String digest() {
        return "sha256:" + sha256(PlanJson.of(this).toBytes());
    }

    /// What it does to what, without what was there before: a repeat has the same.
    String intent(String node) {
        return node + " " + remedy + " " + target + " "
                + sha256(Json.texts(intents()).toBytes());
    }

    private List<String> intents() {
        return mends.stream()
                .map(mend -> mend.control() + " " + mend.subject() + " " + String.join("; ", mend.mended()))
                .sorted()
                .toList();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
