@NullMarked
package io.redoubt.edge.forward;

import org.jspecify.annotations.NullMarked;
