/// Floor 1a: the database and the barrier above it. Its engine comes with a later release.
@org.jspecify.annotations.NullMarked
module io.redoubt.store {
    requires static transitive org.jspecify;
    requires io.redoubt.policy;
}
