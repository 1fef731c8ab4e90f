@NullMarked
package io.redoubt.edge.metrics;

import org.jspecify.annotations.NullMarked;
