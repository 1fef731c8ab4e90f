package io.redoubt.store.table;

import static io.redoubt.store.table.Column.number;
import static io.redoubt.store.table.Column.sealed;
import static io.redoubt.store.table.Column.text;

import java.util.List;

/// Every table of the store. One that is referred to stands before those that refer to it.
public final class Tables {

    /// One row: the identity of this store.
    static final Table STORE = new Table(
            "store",
            List.of(number("id")),
            List.of(text("store_id"), number("epoch"), number("created_at"), sealed("root_check")),
            Table.Seal.ROOT,
            Table.Guard.NONE);

    static final Table KEY_RING = new Table(
            "key_ring",
            List.of(number("id")),
            List.of(text("purpose"), number("created_at"), sealed("wrapped")),
            Table.Seal.ROOT,
            Table.Guard.LEDGER);

    static final Table POLICY_REVISION = new Table(
            "policy_revision",
            List.of(text("digest")),
            List.of(number("created_at"), sealed("author"), sealed("document")),
            Table.Seal.DATA,
            Table.Guard.NONE);

    /// One row; its version counts the activations.
    static final Table POLICY_ACTIVE = new Table(
            "policy_active",
            List.of(number("id")),
            List.of(number("activated_at"), sealed("digest")),
            Table.Seal.DATA,
            Table.Guard.NONE);

    static final Table POLICY_NODE = new Table(
            "policy_node",
            List.of(text("node")),
            List.of(text("digest"), number("reported_at")),
            Table.Seal.NONE,
            Table.Guard.NONE);

    static final Table POSTURE = new Table(
            "posture",
            List.of(text("control"), text("subject_index"), text("vantage")),
            List.of(
                    text("verdict"),
                    number("observed_at"),
                    number("since"),
                    text("node"),
                    number("ledger_index"),
                    sealed("subject"),
                    sealed("detail")),
            Table.Seal.DATA,
            Table.Guard.NONE);

    static final Table POSTURE_TURN = new Table(
            "posture_turn",
            List.of(text("node"), number("ledger_index")),
            List.of(text("control"), text("subject_index"), text("vantage"), text("verdict"), number("observed_at")),
            Table.Seal.NONE,
            Table.Guard.NONE);

    static final Table POSTURE_APPLIED = new Table(
            "posture_applied",
            List.of(text("node")),
            List.of(number("ledger_index")),
            Table.Seal.NONE,
            Table.Guard.NONE);

    static final Table CHANGE = new Table(
            "change",
            List.of(text("id")),
            List.of(
                    text("intent_index"),
                    text("state"),
                    number("finished"),
                    number("ends_at"),
                    number("created_at"),
                    number("updated_at"),
                    sealed("body")),
            Table.Seal.DATA,
            Table.Guard.NONE);

    static final Table OUTBOX = new Table(
            "outbox",
            List.of(text("id")),
            List.of(text("node"), text("stream"), number("created_at"), sealed("entry")),
            Table.Seal.DATA,
            Table.Guard.NONE,
            List.of("seq"));

    static final Table OUTBOX_DRAINED = new Table(
            "outbox_drained",
            List.of(text("node"), text("stream")),
            List.of(number("ledger_size")),
            Table.Seal.NONE,
            Table.Guard.NONE);

    static final Table LEDGER_KEY = new Table(
            "ledger_key",
            List.of(text("node"), number("number")),
            List.of(number("created_at"), text("public_key"), sealed("seed")),
            Table.Seal.DATA,
            Table.Guard.LEDGER);

    static final Table PUBLISHED_CHECKPOINT = new Table(
            "published_checkpoint",
            List.of(text("node"), text("stream")),
            List.of(text("key"), text("note"), number("published_at")),
            Table.Seal.NONE,
            Table.Guard.NONE);

    static final Table PAYLOAD = new Table(
            "payload",
            List.of(text("commitment")),
            List.of(number("created_at"), sealed("opening")),
            Table.Seal.DATA,
            Table.Guard.NONE);

    static final Table SECRET = new Table(
            "secret",
            List.of(text("id")),
            List.of(text("path_index"), number("created_at"), sealed("path")),
            Table.Seal.DATA,
            Table.Guard.LEDGER);

    static final Table SECRET_VALUE = new Table(
            "secret_value",
            List.of(text("secret_id"), number("number")),
            List.of(number("created_at"), number("destroyed_at"), sealed("value")),
            Table.Seal.DATA,
            Table.Guard.LEDGER);

    static final Table CERTIFICATE = new Table(
            "certificate",
            List.of(text("name_index"), number("number")),
            List.of(
                    text("state"),
                    number("created_at"),
                    number("changed_at"),
                    number("not_before"),
                    number("not_after"),
                    sealed("names"),
                    sealed("chain"),
                    sealed("private_key")),
            Table.Seal.DATA,
            Table.Guard.LEDGER);

    static final Table ISSUANCE = new Table(
            "issuance",
            List.of(text("name_index")),
            List.of(number("changed_at"), sealed("body")),
            Table.Seal.DATA,
            Table.Guard.NONE);

    static final Table ISSUANCE_LEASE = new Table(
            "issuance_lease",
            List.of(text("name")),
            List.of(text("holder"), number("fence"), number("expires_at")),
            Table.Seal.NONE,
            Table.Guard.NONE);

    static final Table CHALLENGE = new Table(
            "challenge",
            List.of(text("id")),
            List.of(text("kind"), number("expires_at"), sealed("body")),
            Table.Seal.DATA,
            Table.Guard.NONE);

    static final Table CHALLENGE_SEEN = new Table(
            "challenge_seen", List.of(text("challenge"), text("node")), List.of(), Table.Seal.NONE, Table.Guard.NONE);

    static final Table ISSUER_KEY = new Table(
            "issuer_key",
            List.of(text("id")),
            List.of(number("created_at"), sealed("private_key"), sealed("detail")),
            Table.Seal.DATA,
            Table.Guard.LEDGER);

    private static final List<Table> ALL = List.of(
            STORE,
            KEY_RING,
            POLICY_REVISION,
            POLICY_ACTIVE,
            POLICY_NODE,
            POSTURE,
            POSTURE_TURN,
            POSTURE_APPLIED,
            CHANGE,
            OUTBOX,
            OUTBOX_DRAINED,
            LEDGER_KEY,
            PUBLISHED_CHECKPOINT,
            PAYLOAD,
            SECRET,
            SECRET_VALUE,
            CERTIFICATE,
            ISSUANCE,
            ISSUANCE_LEASE,
            CHALLENGE,
            CHALLENGE_SEEN,
            ISSUER_KEY);

    private Tables() {}

    public static List<Table> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().map(Table::name).toList();
    }

    static List<Table> sealedUnderData() {
        return ALL.stream().filter(table -> table.seal() == Table.Seal.DATA).toList();
    }
}
