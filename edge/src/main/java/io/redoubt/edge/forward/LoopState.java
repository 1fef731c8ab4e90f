package io.redoubt.edge.forward;

import io.netty.channel.EventLoop;
import io.redoubt.edge.log.AccessLine;
import io.redoubt.edge.log.LogBuffer;
import io.redoubt.edge.loop.Watches;
import io.redoubt.edge.upstream.LoopServers;

/// What one event loop has to itself.
public record LoopState(EventLoop loop, Watches watches, LoopServers servers, AccessLine log, LogBuffer lines) {}
