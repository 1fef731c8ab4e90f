package io.redoubt.server.jobs;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import org.jspecify.annotations.Nullable;

/// Jobs carry nothing, so nothing that stands in the database is ever turned into an object.
final class NoData implements Serializer {

    private static final byte[] NOTHING = {};

    @Override
    public byte[] serialize(@Nullable Object data) {
        return NOTHING;
    }

    @Override
    public <T extends @Nullable Object> T deserialize(Class<T> type, byte[] data) {
        throw new IllegalStateException("a job carries no data");
    }
}
