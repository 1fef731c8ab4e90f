/// Floor 1a: what Redoubt remembers. Two database engines behind ports, and the barrier above them: nothing sensitive
/// is readable at rest without the root key.
@org.jspecify.annotations.NullMarked
module io.redoubt.store {
    requires static transitive org.jspecify;
    requires transitive io.redoubt.policy;
    requires transitive java.sql;
    requires com.google.crypto.tink;
    requires com.zaxxer.hikari;
    requires flyway.core;
    requires org.bouncycastle.provider;
    requires org.postgresql.jdbc;
    requires org.xerial.sqlitejdbc;

    exports io.redoubt.store;
}
