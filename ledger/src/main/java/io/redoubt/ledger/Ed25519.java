package io.redoubt.ledger;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Signature;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Where signatures of Ed25519 come from: the JDK at first; once a process has asked for many, Amazon Corretto's
/// provider, which takes a fiftieth of the time, and a fifth of a second to be loaded. Where its native library does
/// not load, the JDK goes on.
final class Ed25519 {

    static final String NAME = "Ed25519";

    /// A command that looks something up, or records a few verdicts, asks for fewer.
    private static final int MANY = 64;

    private static final AtomicInteger ASKED = new AtomicInteger();

    private static final AtomicReference<@Nullable Provider> SWIFT = new AtomicReference<>();

    private Ed25519() {}

    /// What is to be used for the next one; null for the JDK's own.
    static @Nullable Provider provider() {
        Provider swift = SWIFT.get();
        if (swift == null && ASKED.get() < MANY && ASKED.incrementAndGet() == MANY) {
            Thread.ofPlatform().daemon().name("ed25519").start(Ed25519::load);
        }
        return swift;
    }

    static Signature of(@Nullable Provider provider) throws NoSuchAlgorithmException {
        return provider == null ? Signature.getInstance(NAME) : Signature.getInstance(NAME, provider);
    }

    private static void load() {
        AmazonCorrettoCryptoProvider found = AmazonCorrettoCryptoProvider.INSTANCE;
        if (found.getLoadingError() == null && found.getService("Signature", NAME) != null) {
            SWIFT.set(found);
        }
    }
}
