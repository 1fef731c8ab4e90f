@NullMarked
package io.redoubt.edge.snapshot;

import org.jspecify.annotations.NullMarked;
