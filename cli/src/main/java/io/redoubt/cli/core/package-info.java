/// The way from a command to the core that holds the data directory: a Unix socket.
@NullMarked
package io.redoubt.cli.core;

import org.jspecify.annotations.NullMarked;
