package io.redoubt.edge.forward;

import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.redoubt.edge.EdgePorts;
import io.redoubt.edge.limit.Clients;
import io.redoubt.edge.limit.Load;
import io.redoubt.edge.metrics.Metrics;
import java.time.InstantSource;
import java.util.IdentityHashMap;

/// What all connections share.
public final class EdgeState {

    private final EdgePorts ports;
    private final InstantSource clock;
    private final Metrics metrics = new Metrics();
    private final Clients clients = new Clients();
    /// The rest of the heap is for connections and what the JVM needs.
    private final Load load = new Load(Runtime.getRuntime().maxMemory() / 3);
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final IdentityHashMap<EventLoop, LoopState> loops = new IdentityHashMap<>();
    private volatile Live live;
    private volatile boolean draining;

    public EdgeState(EdgePorts ports, InstantSource clock, Live first) {
        this.ports = ports;
        this.clock = clock;
        this.live = first;
    }

    /// Before the first connection only.
    public void add(LoopState loop) {
        loops.put(loop.loop(), loop);
    }

    public LoopState loop(EventLoop loop) {
        LoopState state = loops.get(loop);
        if (state == null) {
            throw new IllegalStateException("a loop that is not the edge's");
        }
        return state;
    }

    public Iterable<LoopState> loops() {
        return loops.values();
    }

    public Live live() {
        return live;
    }

    public void swap(Live next) {
        live = next;
    }

    public boolean draining() {
        return draining;
    }

    public void drain() {
        draining = true;
    }

    public EdgePorts ports() {
        return ports;
    }

    public InstantSource clock() {
        return clock;
    }

    public Metrics metrics() {
        return metrics;
    }

    public Clients clients() {
        return clients;
    }

    public Load load() {
        return load;
    }

    /// The connections of clients; one leaves when it is closed.
    public ChannelGroup open() {
        return open;
    }
}
