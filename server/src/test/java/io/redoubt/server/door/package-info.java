@NullMarked
package io.redoubt.server.door;

import org.jspecify.annotations.NullMarked;
