/// Floor 1c: probes that ask a real peer over the network what it accepts.
@org.jspecify.annotations.NullMarked
module io.redoubt.wire {
    requires static transitive org.jspecify;
    requires transitive io.redoubt.policy;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.tls;
    requires org.bouncycastle.util;

    exports io.redoubt.wire;
}
