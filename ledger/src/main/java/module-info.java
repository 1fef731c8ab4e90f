/// Floor 1b: the tamper-evident log of what happened, proved by a Merkle tree and signed checkpoints.
@org.jspecify.annotations.NullMarked
module io.redoubt.ledger {
    requires static transitive org.jspecify;
    requires transitive io.redoubt.policy;
    requires transitive java.net.http;
    requires com.amazon.corretto.crypto.provider;

    exports io.redoubt.ledger;
}
