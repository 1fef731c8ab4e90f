@NullMarked
package io.redoubt.server.console;

import org.jspecify.annotations.NullMarked;
