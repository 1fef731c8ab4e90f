/// Floor 1c: who acts, and what they may do. Its engine comes with a later release.
@org.jspecify.annotations.NullMarked
module io.redoubt.authority {
    requires static transitive org.jspecify;
    requires io.redoubt.policy;
}
