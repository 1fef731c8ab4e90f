@NullMarked
package io.redoubt.edge.limit;

import org.jspecify.annotations.NullMarked;
