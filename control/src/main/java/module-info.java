/// Floor 1c: statements that can be held against reality, and what reality answered.
@org.jspecify.annotations.NullMarked
module io.redoubt.control {
    requires static transitive org.jspecify;
    requires transitive io.redoubt.policy;
    requires transitive io.redoubt.store;
    requires transitive io.redoubt.ledger;

    exports io.redoubt.control;
}
