package io.redoubt.store.table;

import io.redoubt.store.Transaction;
import io.redoubt.store.VersionRecorder;
import io.redoubt.store.engine.Engine;
import io.redoubt.store.engine.Sql;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Opens transactions, each with the keys as it sees them.
public final class Transactions {

    private final Engine engine;
    private final KeyRing ring;
    private final VersionRecorder recorder;
    private final SecureRandom random;

    public Transactions(Engine engine, KeyRing ring, VersionRecorder recorder, SecureRandom random) {
        this.engine = engine;
        this.ring = ring;
        this.recorder = recorder;
        this.random = random;
    }

    public <T extends @Nullable Object> T write(Function<Transaction, T> work) {
        return writeOpen(work::apply);
    }

    public <T extends @Nullable Object> T read(Function<Transaction, T> work) {
        return readOpen(work::apply);
    }

    <T extends @Nullable Object> T writeOpen(Function<OpenTransaction, T> work) {
        AtomicReference<@Nullable OpenTransaction> last = new AtomicReference<>();
        T result = engine.write(sql -> work.apply(open(sql, last)));
        learn(last);
        return result;
    }

    <T extends @Nullable Object> T readOpen(Function<OpenTransaction, T> work) {
        AtomicReference<@Nullable OpenTransaction> last = new AtomicReference<>();
        T result = engine.read(sql -> work.apply(open(sql, last)));
        learn(last);
        return result;
    }

    private OpenTransaction open(Sql sql, AtomicReference<@Nullable OpenTransaction> last) {
        OpenTransaction transaction = new OpenTransaction(sql, ring.forTransaction(sql), recorder, random);
        last.set(transaction);
        return transaction;
    }

    private void learn(AtomicReference<@Nullable OpenTransaction> last) {
        OpenTransaction committed = last.get();
        if (committed != null) {
            ring.learn(committed.keys().ring());
        }
    }

    KeyRing ring() {
        return ring;
    }
}
