/// Floor 1b: the tamper-evident log. Its engine comes with a later release.
@org.jspecify.annotations.NullMarked
module io.redoubt.ledger {
    requires static transitive org.jspecify;
    requires io.redoubt.policy;
}
