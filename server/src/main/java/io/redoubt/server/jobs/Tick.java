package io.redoubt.server.jobs;

import java.time.Duration;

/// Something that each node does for itself again and again.
///
/// @param name for ever the same
public record Tick(String name, Duration every, Task task) {

    /// What is done. It may block, and is interrupted at the end.
    @FunctionalInterface
    public interface Task {
        void run() throws InterruptedException;
    }
}
