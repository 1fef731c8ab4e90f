package io.redoubt.store;

import org.jspecify.annotations.Nullable;

/// What is done in one transaction. It may run more than once, when it lost against another, so it touches nothing but
/// the transaction. What it throws undoes the transaction.
@FunctionalInterface
public interface Work<T extends @Nullable Object> {

    T in(Transaction transaction);
}
