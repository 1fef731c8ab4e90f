/// Floor 0: what an operator declares, read strictly.
@org.jspecify.annotations.NullMarked
module io.redoubt.policy {
    requires static transitive org.jspecify;
    requires org.snakeyaml.engine.v2;

    exports io.redoubt.policy;
}
