package io.redoubt.edge.loop;

import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// All that one event loop watches. Belongs to that loop.
public final class Watches {

    private static final long EVERY_MILLIS = 200;

    private final Set<Watched> all = new LinkedHashSet<>();

    public Watches(EventLoop loop) {
        loop.scheduleAtFixedRate(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    public void add(Watched each) {
        all.add(each);
    }

    public void remove(Watched each) {
        all.remove(each);
    }

    /// Those that are watched now.
    public List<Watched> all() {
        return List.copyOf(all);
    }

    private void look() {
        long now = System.nanoTime();
        // What is looked at may leave or join meanwhile.
        for (Watched each : all.toArray(Watched[]::new)) {
            each.look(now);
        }
    }
}
