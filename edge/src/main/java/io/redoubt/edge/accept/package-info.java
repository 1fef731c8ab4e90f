@NullMarked
package io.redoubt.edge.accept;

import org.jspecify.annotations.NullMarked;
